package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import io.imprimatur.launcher.journey.Tokens;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logs may be read by many: they hold no secret, no token and nobody's data. */
@ExtendWith(House.Open.class)
class LogsIT {

    private static final String SOMEBODY = "zappenduster";
    private static final double VALUE = 73_912.625;
    private static final String TEXT = "a-value-that-is-no-number";

    @Test
    void the_logs_tell_no_secret_no_token_and_no_subject() throws IOException {
        House.Submitted first = house().inService("logs");
        new Predict(first.model()).answer(1).expect(200);
        String token = house().tokens.of(Tokens.PREDICTION_CLIENT);

        Properties secrets = new Properties();
        Path home = house().stack.layout().home();
        try (Reader reader = Files.newBufferedReader(home.resolve("secrets.properties"), StandardCharsets.UTF_8)) {
            secrets.load(reader);
        }
        List<String> values = secrets.values().stream().map(Object::toString).toList();
        assertThat(values).hasSizeGreaterThan(5);
        assertThat(logs(home)).isNotEmpty().allSatisfy(log -> {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            assertThat(values).noneMatch(text::contains);
            assertThat(text).doesNotContain(token, "eyJhbGciOi", "applicant-");
        });
    }

    @Test
    void the_logs_name_nobody_who_works_here_and_tell_nothing_of_what_they_wrote() throws IOException {
        new People().add(SOMEBODY, DemoUsers.PRIVACY_OFFICER);
        String release = house().submitFirst("logs-review").release();
        Tasklist officer = house().reviewers.at(SOMEBODY);
        String task = house().reviewers
                .await(SOMEBODY, release, Review.PRIVACY.task())
                .id();
        officer.claim(task).expect(204);
        String reason = "Asked by " + SOMEBODY;
        officer.submit(task, Reviewers.variables("return", reason, "0".repeat(64)))
                .expect(412);
        officer.submit(
                        task,
                        Reviewers.variables(
                                "unheard-of", reason, house().reviewers.digest(Review.PRIVACY, release)))
                .expect(400);
        officer.submit(
                        task,
                        Reviewers.variables("return", reason, house().reviewers.digest(Review.PRIVACY, release)))
                .expect(200, 204);
        wrongPassword();
        // The directory fails on this, with all that Keycloak has told about everybody in its hands.
        house().reviewers
                .at(DemoUsers.OPERATOR)
                .read("/camunda/api/engine/engine/default/user?idIn=&maxResults=0")
                .expect(503);

        assertSilent(SOMEBODY, "@example.test");
    }

    @Test
    void the_logs_tell_no_value_that_a_prediction_was_asked_for() throws IOException {
        House.Submitted first = house().inService("logs-values");
        ObjectNode good = Predict.body(1);
        ((ArrayNode) good.at("/inputs/0/data")).set(0, JsonNodeFactory.instance.numberNode(VALUE));
        ObjectNode unfit = good.deepCopy();
        ((ArrayNode) unfit.at("/inputs/0/data")).remove(1);
        ObjectNode noNumber = good.deepCopy();
        ((ArrayNode) noNumber.at("/inputs/0/data")).set(1, JsonNodeFactory.instance.textNode(TEXT));

        infer(first, good).expect(200);
        infer(first, unfit).expect(400);
        infer(first, noNumber).expect(400);

        assertSilent("73912.6", TEXT);
    }

    private static Answer infer(House.Submitted first, ObjectNode body) {
        return house().api.post(Tokens.PREDICTION_CLIENT, "/v2/models/" + first.model() + "/infer", body);
    }

    /** What Keycloak tells of somebody who mistypes is a log as well. */
    private static void wrongPassword() {
        Map<String, String> form = Map.of(
                "grant_type", "password", "client_id", "imprimatur-cli", "username", SOMEBODY, "password", "mistyped");
        house().http
                .send(HttpRequest.newBuilder(
                                URI.create(house().stack.addresses().issuer() + "/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(Tokens.encode(form))))
                .expect(400, 401);
    }

    private static void assertSilent(String... words) throws IOException {
        assertThat(logs(house().stack.layout().home()))
                .isNotEmpty()
                .allSatisfy(log -> assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                        .as(log.getFileName().toString())
                        .doesNotContainIgnoringCase(words));
    }

    private static List<Path> logs(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("logs"))) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }
}
