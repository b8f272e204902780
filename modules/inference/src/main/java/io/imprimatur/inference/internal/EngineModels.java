package io.imprimatur.inference.internal;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.imprimatur.inference.Device;
import io.imprimatur.registry.Engine;
import java.io.IOException;

/** Loads a model with DJL, set up as this house runs engines: one thread for each model, and memory given back. */
final class EngineModels {

    private EngineModels() {}

    static ZooModel<NDList, NDList> load(ModelArchive.Laid laid, Device device)
            throws IOException, ModelNotFoundException, MalformedModelException {
        Criteria.Builder<NDList, NDList> criteria = Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optEngine(laid.engine().label())
                .optModelPath(laid.model())
                .optTranslator(new NoopTranslator(null));
        if (laid.engine() == Engine.PYTORCH) {
            criteria.optDevice(ai.djl.Device.fromName(device.name().replace(":", "")));
        } else {
            // Asking for a device by its name would load PyTorch.
            criteria.optDevice(ai.djl.Device.cpu());
            // Its arena keeps what the longest batch once took, and its plan of memory is for one shape.
            criteria.optOption("intraOpNumThreads", "1")
                    .optOption("interOpNumThreads", "1")
                    .optOption("cpuArenaAllocator", "false")
                    .optOption("memoryPatternOptimization", "false");
        }
        return criteria.build().loadModel();
    }
}
