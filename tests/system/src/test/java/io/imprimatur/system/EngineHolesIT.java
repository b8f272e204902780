package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Reviewers;
import io.imprimatur.launcher.journey.Reviewers.Review;
import io.imprimatur.launcher.journey.Tasklist;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The known holes of the engine's web applications, each attacked by a reviewer who is logged in. Every attack is also
 * shown to be well-formed: the same request without its sting is answered, or reaches the very command that is closed.
 */
@ExtendWith(House.Open.class)
class EngineHolesIT {

    private static final String ENGINE = "/camunda/api/engine/engine/default/";
    private static final String SECOND_OFFICER = "second-officer";

    /** Evaluated, it would fail by the name of a bean that is not there. */
    private static final String EXPRESSION = "${marker.evaluated}";

    private static Tasklist reviewer;
    private static String release;
    private static Tasklist.Task task;

    @BeforeAll
    static void openACase() {
        new People().add(SECOND_OFFICER, DemoUsers.PRIVACY_OFFICER);
        release = house().submitFirst("holes").release();
        task = house().reviewers.await(DemoUsers.PRIVACY_OFFICER, release, Review.PRIVACY.task());
        reviewer = house().reviewers.at(DemoUsers.PRIVACY_OFFICER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"task?maxResults=10", "task/count"})
    void an_expression_within_the_or_parts_of_a_query_is_not_evaluated(String query) {
        post(query, or("candidateGroup", DemoUsers.PRIVACY_OFFICER)).expect(200);

        for (String field : List.of(
                "assigneeExpression",
                "candidateGroupExpression",
                "candidateUserExpression",
                "ownerExpression",
                "createdBeforeExpression",
                "dueAfterExpression",
                "followUpBeforeExpression",
                "processInstanceBusinessKeyExpression")) {
            assertNotEvaluated(post(query, or(field, EXPRESSION)), "QUERY_EXPRESSION");
        }
    }

    @Test
    void an_expression_in_a_query_itself_is_not_evaluated() {
        read("task?maxResults=1&assignee=nobody").expect(200);

        assertNotEvaluated(read("task?maxResults=10&assigneeExpression=%24%7Bmarker.evaluated%7D"), "xpression");
        assertNotEvaluated(
                post("task?maxResults=10", JsonNodeFactory.instance.objectNode().put("assigneeExpression", EXPRESSION)),
                "xpression");
    }

    @Test
    void an_expression_that_extends_a_stored_filter_is_not_evaluated() {
        String filter = "filter/" + filter();
        post(filter + "/list?maxResults=10", or("candidateGroup", DemoUsers.PRIVACY_OFFICER))
                .expect(200);

        for (String run : List.of("/list?maxResults=10", "/count")) {
            assertNotEvaluated(post(filter + run, or("assigneeExpression", EXPRESSION)), "QUERY_EXPRESSION");
            assertNotEvaluated(
                    post(filter + run, JsonNodeFactory.instance.objectNode().put("assigneeExpression", EXPRESSION)),
                    "xpression");
        }
        // The engine's interface keeps to itself why a single result failed.
        ObjectNode single = JsonNodeFactory.instance.objectNode().put("processInstanceBusinessKey", release);
        post(filter + "/singleResult", single).expect(200);
        single.withArray("orQueries").addObject().put("assigneeExpression", EXPRESSION);
        assertNotEvaluated(post(filter + "/singleResult", single), "single result");
    }

    @Test
    void nobody_stores_a_filter_or_changes_one() {
        String filter = filter();
        JsonNode stored = read("filter/" + filter).expect(200).json();
        read("filter/" + filter + "/list?maxResults=10").expect(200);
        ObjectNode changed = stored.deepCopy();
        changed.putObject("query").put("assigneeExpression", EXPRESSION);

        assertClosed(post("filter/create", changed), "Filter");
        assertClosed(reviewer.send("PUT", ENGINE + "filter/" + filter, changed), "Filter");
        assertClosed(reviewer.send("DELETE", ENGINE + "filter/" + filter, null), "Filter");

        assertThat(read("filter/" + filter).json()).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/setup/default/user/create",
                "/camunda/api/admin/setup/default/user/create/",
                "/camunda/api/admin/setup/default/user/create;x=1",
                "/camunda/api/admin/setup;x=1/default/user/create",
                "/camunda/api/admin/%73etup/default/user/create",
                "/camunda/api//admin/setup/default/user/create",
                "/camunda/api/admin/./setup/default/user/create"
            })
    void nobody_sets_up_a_first_administrator(String path) {
        String body = "{\"profile\":{\"id\":\"intruder\",\"firstName\":\"x\",\"lastName\":\"x\"},"
                + "\"credentials\":{\"password\":\"intruder-intruder-1\"}}";

        assertThat(reviewer.send("POST", path, "application/json", body).status())
                .isIn(400, 401, 403, 404);
        assertThat(house().http
                        .send(HttpRequest.newBuilder(URI.create(house().base + path))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body)))
                        .status())
                .isIn(400, 401, 403, 404);
        assertThat(house().reviewers
                        .at(DemoUsers.OPERATOR)
                        .read(ENGINE + "user?id=intruder&maxResults=10")
                        .expect(200)
                        .json())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/engine/engine",
                "/camunda/api/engine/engine/",
                "/camunda/api/engine/engine/default",
                "/camunda/api/engine/engine/default/version",
                "/engine-rest/engine",
                "/camunda/engine-rest/engine"
            })
    void the_engines_are_not_listed_without_a_login(String path) {
        assertThat(reviewer.read("/camunda/api/engine/engine").expect(200).body())
                .contains("default");

        Answer answer = house().http.send(HttpRequest.newBuilder(house().base.resolve(path)));

        assertThat(answer.status()).isIn(401, 404);
        assertThat(answer.body()).doesNotContain("\"default\"", "7.24");
    }

    @Test
    void no_query_is_without_end() {
        // The engine refuses a query without an end (EngineSettingsTest), so these have been given one on the way.
        for (String query : List.of(
                "task", "history/task", "variable-instance", "process-definition", "history/activity-instance")) {
            read(query).expect(200);
            read(query + "?maxResults=2000").expect(200);
            for (String most : List.of("2001", "2147483646", "2147483647")) {
                assertThat(read(query + "?maxResults=" + most).expect(400).body())
                        .as(query)
                        .containsAnyOf("limit of 2000", "unbound number");
            }
        }
        post("task", JsonNodeFactory.instance.objectNode()).expect(200);
        post("task?maxResults=2001", JsonNodeFactory.instance.objectNode()).expect(400);
        read("filter/" + filter() + "/list").expect(200);
        read("filter/" + filter() + "/list?maxResults=2001").expect(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"variables", "localVariables"})
    void no_class_is_made_from_what_a_request_names(String variables) {
        // A number is made, and then refused by the closed command; another class is not even made.
        assertClosed(upload(variables, "java.lang.Integer", "1"), "Variable");
        for (String type : List.of(
                "org.postgresql.ds.PGSimpleDataSource", "java.util.ArrayList<org.postgresql.ds.PGSimpleDataSource>")) {
            Answer refused = upload(variables, type, type.contains("<") ? "[]" : "{}");
            assertThat(refused.expect(400).body())
                    .as(type)
                    .contains("not whitelisted")
                    .contains("org.postgresql.ds.PGSimpleDataSource");
        }
    }

    private static Answer upload(String variables, String type, String value) {
        return reviewer.send(
                "POST",
                ENGINE + "task/" + task.id() + "/" + variables + "/decision/data",
                "multipart/form-data; boundary=b",
                part("data", "application/json", value) + part("type", "text/plain", type) + "--b--\r\n");
    }

    @Test
    void no_object_of_java_comes_in_with_a_decision() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode decision = body.putObject("variables").putObject("decision");
        // A HashMap without entries, as Java writes it.
        decision.put(
                        "value",
                        "rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3RvckkACXRocmVzaG9sZHhwP0AAAAAAAAB3CAAAABAAAAAAeA==")
                .put("type", "Object")
                .putObject("valueInfo")
                .put("objectTypeName", "java.util.HashMap")
                .put("serializationDataFormat", "application/x-java-serialized-object");

        for (String way : List.of("complete", "submit-form")) {
            Answer refused = post("task/" + task.id() + "/" + way, body);
            assertThat(refused.expect(400).body()).contains("TASK_VARIABLE_INVALID");
        }
        assertThat(reviewer.task(release, Review.PRIVACY.task())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "groovy", "juel"})
    void nobody_deploys_a_process_with_a_script(String language) {
        String process = """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
                  <process id="intruder" isExecutable="true" camunda:historyTimeToLive="P1D">
                    <startEvent id="start"/><sequenceFlow id="a" sourceRef="start" targetRef="script"/>
                    <scriptTask id="script" scriptFormat="%s"><script>1 + 1</script></scriptTask>
                    <sequenceFlow id="b" sourceRef="script" targetRef="end"/><endEvent id="end"/>
                  </process>
                </definitions>""".formatted(language);
        for (String person : List.of(DemoUsers.PRIVACY_OFFICER, DemoUsers.OPERATOR)) {
            Answer refused = house().reviewers
                    .at(person)
                    .send(
                            "POST",
                            ENGINE + "deployment/create",
                            "multipart/form-data; boundary=b",
                            part("deployment-name", "text/plain", "intruder")
                                    + part("data\"; filename=\"intruder.bpmn", "application/xml", process)
                                    + "--b--\r\n");
            // It has come as far as the engine's own command.
            assertClosed(refused, "Deploy");
        }
        assertThat(house().reviewers
                        .at(DemoUsers.OPERATOR)
                        .read(ENGINE + "process-definition?key=intruder&maxResults=10")
                        .expect(200)
                        .json())
                .isEmpty();
    }

    @Test
    void a_task_is_completed_by_whoever_has_claimed_it_and_by_no_colleague() {
        String other = house().submitFirst("holes-another").release();
        Tasklist.Task theirs = house().reviewers.await(DemoUsers.PRIVACY_OFFICER, other, Review.PRIVACY.task());
        reviewer.claim(theirs.id()).expect(204);
        Tasklist colleague = house().reviewers.at(SECOND_OFFICER);
        assertThat(colleague.task(other, Review.PRIVACY.task())).isPresent();
        var approval = Reviewers.variables(
                Review.PRIVACY, "approve", "", house().reviewers.digest(Review.PRIVACY, other));

        for (Answer refused :
                List.of(colleague.complete(theirs.id(), approval), colleague.submit(theirs.id(), approval))) {
            assertThat(refused.expect(403).body()).contains("TASK_ASSIGNED_TO_ANOTHER");
        }
        colleague.claim(theirs.id()).expect(409);
        String back = ENGINE + "task/" + theirs.id() + "/unclaim";
        assertThat(colleague.send("POST", back, null).expect(403).body()).contains("TASK_NOT_HELD");

        reviewer.complete(theirs.id(), approval).expect(204);
    }

    @Test
    void a_reviewer_takes_a_task_for_nobody_else_and_gives_it_back_herself() {
        String other = house().submitFirst("holes-given-back").release();
        Tasklist.Task theirs = house().reviewers.await(DemoUsers.PRIVACY_OFFICER, other, Review.PRIVACY.task());
        Tasklist colleague = house().reviewers.at(SECOND_OFFICER);
        ObjectNode forAnother = JsonNodeFactory.instance.objectNode().put("userId", colleague.subject());
        for (String way : List.of("/claim", "/assignee")) {
            assertThat(post("task/" + theirs.id() + way, forAnother).expect(403).body())
                    .contains("TASK_FOR_ANOTHER");
        }

        reviewer.claim(theirs.id()).expect(204);
        reviewer.send("POST", ENGINE + "task/" + theirs.id() + "/unclaim", null).expect(204);

        colleague.claim(theirs.id()).expect(204);
        assertThat(colleague.task(other, Review.PRIVACY.task()).orElseThrow().assignee())
                .isEqualTo(colleague.subject());
    }

    @Test
    void nobody_tries_passwords_at_the_engine() {
        ObjectNode guess = JsonNodeFactory.instance.objectNode();
        guess.put("username", DemoUsers.OPERATOR).put("password", DemoUsers.password(DemoUsers.OPERATOR));

        assertClosed(post("identity/verify", guess), "CheckPassword");
        assertThat(reviewer.send("POST", "/camunda/api/admin/auth/user/default/login/tasklist", guess)
                        .status())
                .isEqualTo(404);
    }

    private static void assertNotEvaluated(Answer answer, String told) {
        assertThat(answer.expect(400).body()).contains(told).doesNotContain("marker");
    }

    private static void assertClosed(Answer answer, String command) {
        assertThat(answer.expect(403).body()).contains("ENGINE_COMMAND_CLOSED").contains(command);
    }

    private static ObjectNode or(String field, String value) {
        ObjectNode query = JsonNodeFactory.instance.objectNode();
        ObjectNode part = query.putArray("orQueries").addObject();
        part.put(field, value);
        return query;
    }

    private static String filter() {
        for (JsonNode filter : read("filter?maxResults=10").expect(200).json()) {
            if (filter.path("name").asText().equals("My role's tasks")) {
                return filter.path("id").asText();
            }
        }
        throw new AssertionError("no filter of the house");
    }

    private static Answer read(String path) {
        return reviewer.read(ENGINE + path);
    }

    private static Answer post(String path, JsonNode body) {
        return reviewer.write(ENGINE + path, body);
    }

    private static String part(String name, String type, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\nContent-Type: " + type + "\r\n\r\n"
                + value + "\r\n";
    }
}
