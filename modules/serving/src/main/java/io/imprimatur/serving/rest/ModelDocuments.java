package io.imprimatur.serving.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.Inference;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.TensorSpec;
import io.imprimatur.registry.Version;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Splits;
import io.imprimatur.rollout.Target;
import io.imprimatur.serving.ModelLoader;
import io.imprimatur.serving.Router;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the protocol tells of the server and of its models. */
@Dependent
class ModelDocuments {

    private final Router router;
    private final Splits splits;
    private final Inference inference;
    private final ModelLoader loader;

    @Inject
    ModelDocuments(Router router, Splits splits, Inference inference, ModelLoader loader) {
        this.router = router;
        this.splits = splits;
        this.inference = inference;
        this.loader = loader;
    }

    boolean isReady() {
        return loader.isReady();
    }

    /** The protocol's text says {@code live} where its implementations say {@code ready}: both are told. */
    Reply.Members health(boolean ready) {
        return json -> {
            json.writeBooleanField("live", true);
            json.writeBooleanField("ready", ready);
        };
    }

    Reply.Members server() {
        Device device = inference.device();
        return json -> {
            json.writeStringField("name", "imprimatur");
            json.writeStringField("version", "1.0");
            json.writeArrayFieldStart("extensions");
            json.writeString("binary_tensor_data");
            json.writeEndArray();
            json.writeStringField("device", device.name());
            json.writeStringField("engine", device.engine());
            json.writeNumberField("unrecorded_predictions", router.unrecorded());
        };
    }

    /** The models of which a version is in service. */
    Reply.Members models() {
        List<String> names = splits.all().stream()
                .filter(split -> !split.targets().isEmpty())
                .map(split -> split.model().value())
                .sorted()
                .toList();
        return json -> {
            json.writeArrayFieldStart("models");
            for (String name : names) {
                json.writeString(name);
            }
            json.writeEndArray();
        };
    }

    boolean isReady(ModelName model, @Nullable String version) {
        return splits.of(model).map(Split::stop).isEmpty()
                && inference.isReady(target(model, version).version());
    }

    Reply.Members ready(ModelName model, boolean ready) {
        return json -> {
            json.writeStringField("name", model.value());
            json.writeBooleanField("ready", ready);
        };
    }

    Reply.Members model(ModelName model, @Nullable String number) {
        Target target = target(model, number);
        Version version = loader.held(target.version())
                .orElseThrow(() ->
                        DomainException.unavailable("MODEL_NOT_READY", "'" + model + "' is being loaded. Try again."));
        return json -> {
            json.writeStringField("name", model.value());
            json.writeArrayFieldStart("versions");
            for (int held : numbers(model)) {
                json.writeString(Integer.toString(held));
            }
            json.writeEndArray();
            json.writeStringField("platform", platform(version.engine()));
            tensors(json, "inputs", version.card().signature().inputs());
            tensors(json, "outputs", version.card().signature().outputs());
        };
    }

    /** As Triton names them. */
    private static String platform(Engine engine) {
        return switch (engine) {
            case PYTORCH -> "pytorch_torchscript";
            case ONNX_RUNTIME -> "onnxruntime_onnx";
        };
    }

    private int[] numbers(ModelName model) {
        return splits.of(model).stream()
                .flatMap(split -> split.targets().stream())
                .mapToInt(Target::versionNumber)
                .sorted()
                .toArray();
    }

    private static void tensors(JsonGenerator json, String field, List<TensorSpec> specs) throws IOException {
        json.writeArrayFieldStart(field);
        for (TensorSpec spec : specs) {
            json.writeStartObject();
            json.writeStringField("name", spec.name());
            json.writeStringField("datatype", spec.datatype().name());
            json.writeFieldName("shape");
            json.writeArray(
                    spec.shape().stream().mapToLong(Long::longValue).toArray(),
                    0,
                    spec.shape().size());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** @throws DomainException OUTPUT_UNKNOWN when the model has no output of one of these names */
    void requireOutputs(ModelName model, @Nullable String version, Collection<String> wanted) {
        List<String> known = loader.held(target(model, version).version()).stream()
                .flatMap(held -> held.card().signature().outputs().stream())
                .map(TensorSpec::name)
                .toList();
        if (!known.isEmpty() && !known.containsAll(wanted)) {
            throw DomainException.invalid("OUTPUT_UNKNOWN", "The model's outputs are " + known + ".");
        }
    }

    private Target target(ModelName model, @Nullable String version) {
        Split split = splits.of(model)
                .orElseThrow(() ->
                        DomainException.unknown("MODEL_UNKNOWN", "No version of '" + model + "' was ever in service."));
        return split.targets().stream()
                .filter(target -> version == null || target.versionNumber() == Integer.parseInt(version))
                .findFirst()
                .orElseThrow(() -> version == null
                        ? DomainException.unavailable(
                                "MODEL_NOT_IN_SERVICE", "No version of '" + model + "' is in service now.")
                        : DomainException.unknown(
                                "VERSION_NOT_IN_SERVICE",
                                "Version " + version + " of '" + model + "' is not in service."));
    }
}
