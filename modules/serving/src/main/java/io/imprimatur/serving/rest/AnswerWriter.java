package io.imprimatur.serving.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.serving.Answer;
import io.imprimatur.serving.InferRequest;
import io.imprimatur.serving.TensorValues;
import java.io.IOException;
import java.util.List;

/** Writes an answer as the protocol has it. */
final class AnswerWriter {

    private AnswerWriter() {}

    /** The outputs that the client wants, in the order of the signature. */
    static List<Tensor> outputs(InferRequest request, Answer answer) {
        return answer.outputs().stream()
                .filter(output -> request.wants(output.name()))
                .toList();
    }

    /** The JSON; the bytes of the outputs that are wanted as bytes follow it, in the order of the outputs. */
    static void write(JsonGenerator json, ModelName model, InferRequest request, Answer answer) throws IOException {
        json.writeStringField("model_name", model.value());
        json.writeStringField("model_version", Integer.toString(answer.versionNumber()));
        json.writeStringField("id", request.id() == null ? answer.id().toString() : request.id());
        json.writeObjectFieldStart("parameters");
        json.writeStringField("prediction_id", answer.id().toString());
        json.writeNumberField("version", answer.versionNumber());
        json.writeNumberField("split_revision", answer.splitRevision());
        if (answer.fallbackFrom() != null) {
            json.writeBooleanField("fallback", true);
            json.writeNumberField("fallback_from", answer.fallbackFrom());
            json.writeStringField("fallback_reason", answer.fallbackReason());
        }
        if (!answer.recorded()) {
            json.writeBooleanField("recorded", false);
        }
        json.writeEndObject();
        json.writeArrayFieldStart("outputs");
        for (Tensor output : outputs(request, answer)) {
            json.writeStartObject();
            json.writeStringField("name", output.name());
            json.writeStringField("datatype", output.datatype().name());
            json.writeFieldName("shape");
            json.writeArray(output.shape(), 0, output.shape().length);
            if (request.wantsBytes(output.name())) {
                json.writeObjectFieldStart("parameters");
                json.writeNumberField("binary_data_size", output.data().remaining());
                json.writeEndObject();
            } else {
                json.writeFieldName("data");
                TensorValues.write(json, output);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
