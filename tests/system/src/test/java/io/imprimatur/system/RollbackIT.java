package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Tokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rolling back needs the database and a token that is still valid: no Keycloak, no engine. */
@ExtendWith(House.Open.class)
class RollbackIT {

    @Test
    void an_operator_rolls_back_while_keycloak_is_down() {
        House.Submitted second = house().inPilot("rollback-no-keycloak");
        holdTokens();
        house().stack.keycloak().stop();
        try {
            assertThat(house().stack.keycloak().isHealthy()).isFalse();

            Answer rolledBack = rollBack(second.model());

            assertThat(rolledBack.status()).isEqualTo(200);
            requireChampionAlone(second.model());
        } finally {
            house().stack.keycloak().start();
        }
    }

    @Test
    void an_operator_rolls_back_while_the_engine_cannot_work() throws SQLException {
        House.Submitted second = house().inPilot("rollback-no-engine");
        sql("alter schema camunda rename to camunda_away");
        try {
            Answer rolledBack = rollBack(second.model());

            assertThat(rolledBack.status()).isEqualTo(200);
            requireChampionAlone(second.model());
        } finally {
            sql("alter schema camunda_away rename to camunda");
        }
        // Back again, the case hears of it and somebody is asked for the cause.
        house().releases.awaitState(second.release(), "ROLLED_BACK");
        house().reviewers.await(DemoUsers.OPERATOR, second.release(), "Task_IncidentReview");
    }

    private static void holdTokens() {
        house().tokens.of(DemoUsers.OPERATOR);
        house().tokens.of(DemoUsers.AUDITOR);
        house().tokens.of(Tokens.PREDICTION_CLIENT);
    }

    private static Answer rollBack(String model) {
        return house().api
                .post(
                        DemoUsers.OPERATOR,
                        "/api/splits/" + model + "/rollback",
                        JsonNodeFactory.instance.objectNode().put("reason", "A pager rang at three in the morning."));
    }

    private static void requireChampionAlone(String model) {
        JsonNode split = house().releases.split(model);
        assertThat(split.path("champion").path("versionNumber").asInt()).isEqualTo(1);
        assertThat(split.path("challenger").isObject()).isFalse();
        Predict predict = new Predict(model);
        assertThat(IntStream.range(0, 40).mapToObj(predict::answer)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().at("/parameters/version").asInt()).isEqualTo(1);
        });
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = house().stack.postgres().connect("imprimatur");
                Statement sent = connection.createStatement()) {
            sent.execute(statement);
        }
    }
}
