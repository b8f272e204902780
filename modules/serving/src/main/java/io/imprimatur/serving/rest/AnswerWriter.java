package io.imprimatur.serving.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.serving.Answer;
import io.imprimatur.serving.InferRequest;
import java.io.IOException;

/** Writes an answer as the protocol has it. */
final class AnswerWriter {

    private AnswerWriter() {}

    static void write(JsonGenerator json, ModelName model, InferRequest request, Answer answer) throws IOException {
        json.writeStringField("model_name", model.value());
        json.writeStringField("model_version", Integer.toString(answer.versionNumber()));
        if (request.id() != null) {
            json.writeStringField("id", request.id());
        }
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
        for (Tensor output : answer.outputs()) {
            if (!request.outputs().isEmpty() && !request.outputs().contains(output.name())) {
                continue;
            }
            json.writeStartObject();
            json.writeStringField("name", output.name());
            json.writeStringField("datatype", output.datatype().name());
            json.writeFieldName("shape");
            json.writeArray(output.shape(), 0, output.shape().length);
            json.writeArrayFieldStart("data");
            for (float value : output.data()) {
                json.writeNumber(value);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
