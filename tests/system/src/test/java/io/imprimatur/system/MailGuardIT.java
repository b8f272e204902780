package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.Reporter;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.CreditRisk;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.MailGuard;
import io.imprimatur.launcher.journey.MailGuardFiles;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A foundation model with texts on ONNX Runtime, and two smaller versions of it on the whole road. */
@ExtendWith(House.Open.class)
class MailGuardIT {

    @Test
    void eight_bits_go_into_service_and_four_are_refused_by_their_evaluation() {
        Reporter reporter = new Reporter(new PrintStream(System.out, true, StandardCharsets.UTF_8));

        MailGuard.Result result =
                new MailGuard(house().stack.addresses(), house().stack.layout().project(), reporter).walk();

        JsonNode released = house().releases.get(result.released());
        assertThat(released.path("state").asText()).isEqualTo("IN_SERVICE");
        assertThat(released.at("/evidence/INTAKE/archive/engine").asText()).isEqualTo("OnnxRuntime");
        JsonNode comparison = released.at("/evidence/EVALUATION/parent/comparison");
        assertThat(comparison.path("agreement").asDouble()).isGreaterThanOrEqualTo(0.95);
        assertThat(comparison.path("sizeRatio").asDouble()).isLessThan(0.3);
        JsonNode refused = house().releases.get(result.refused());
        assertThat(refused.path("state").asText()).isEqualTo("REJECTED");
        assertThat(refused.at("/evidence/EVALUATION/parent/comparison/agreement")
                        .asDouble())
                .isLessThan(0.95);
        assertThat(refused.path("approvals")).isEmpty();
    }

    @Test
    void an_archive_of_another_engine_than_it_says_becomes_no_version() {
        byte[] artifact = house().example.artifact(1);
        MailGuardFiles files = new MailGuardFiles(house().stack.layout().project());
        String digest = CreditRisk.digest(artifact);
        house().api
                .put(DemoUsers.ML_ENGINEER, "/api/artifacts/" + digest, artifact)
                .expect(200, 201);
        house().releases.register("other-engine");
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("artifact", digest).put("engine", "OnnxRuntime");
        body.set("card", files.card());

        Answer refused = house().api.post(DemoUsers.ML_ENGINEER, "/api/models/other-engine/versions", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("code").asText()).isEqualTo("ARTIFACT_ENGINE");
    }
}
