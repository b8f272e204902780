package io.imprimatur.system;

import static io.imprimatur.system.House.house;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.CreditRisk;
import io.imprimatur.launcher.journey.Tokens;

/** Asks a model about one of the example's applicants. */
record Predict(String model) {

    Answer answer(int applicant) {
        return house().api.post(Tokens.PREDICTION_CLIENT, "/v2/models/" + model + "/infer", body(applicant));
    }

    static ObjectNode body(int applicant) {
        CreditRisk.Row row = house().example.liveRows().get(applicant);
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("parameters").put("subject", "applicant-" + row.subject());
        ObjectNode input = request.putArray("inputs").addObject();
        input.put("name", "application").put("datatype", "FP32");
        input.putArray("shape").add(1).add(row.values().size());
        ArrayNode data = input.putArray("data");
        row.values().forEach(data::add);
        return request;
    }
}
