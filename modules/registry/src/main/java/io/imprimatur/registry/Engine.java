package io.imprimatur.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.imprimatur.kernel.DomainException;
import java.util.Arrays;

/** What runs a version. It belongs to the artifact: each engine has a format of its own. */
public enum Engine {
    /** A TorchScript archive. */
    PYTORCH("PyTorch"),
    /** An archive of an ONNX model. */
    ONNX_RUNTIME("OnnxRuntime");

    private final String label;

    Engine(String label) {
        this.label = label;
    }

    /** As requests, records and the engines themselves name it. */
    @JsonValue
    public String label() {
        return label;
    }

    /** @throws DomainException ENGINE_UNKNOWN */
    @JsonCreator
    public static Engine of(String label) {
        return Arrays.stream(values())
                .filter(engine -> engine.label.equals(label))
                .findFirst()
                .orElseThrow(() -> DomainException.invalid(
                        "ENGINE_UNKNOWN",
                        "No engine is called '" + label + "'. There are "
                                + Arrays.stream(values()).map(Engine::label).toList() + "."));
    }
}
