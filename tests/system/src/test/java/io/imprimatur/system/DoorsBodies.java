package io.imprimatur.system;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.DemoUsers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What each operation needs to get as far as the question whether it may: a body that would do, were it allowed. */
final class DoorsBodies {

    private static final String BOUNDARY = "doors";
    private static final String MULTIPART = "multipart/form-data";
    private static final String REVIEW = "Task_PrivacyReview";

    /** Paths that match get these fields. */
    private record Rule(String path, Consumer<ObjectNode> fields) {}

    private final List<Rule> rules = new ArrayList<>();

    private DoorsBodies(String person, DoorsCase things) {
        tasks(person, things);
        variables();
        instances(things);
        jobs(things);
        definitions(things);
        accounts(person, things);
    }

    static String of(String path, String type, String person, DoorsCase things) {
        if (type.equals(MULTIPART)) {
            return multipart(path);
        }
        if (!type.equals("application/json")) {
            return "";
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        new DoorsBodies(person, things)
                .rules.stream()
                        .filter(rule -> path.matches(".*/" + rule.path()))
                        .forEach(rule -> rule.fields().accept(body));
        return body.toString();
    }

    static String header(String type) {
        return type.equals(MULTIPART) ? MULTIPART + "; boundary=" + BOUNDARY : type;
    }

    private void rule(String path, Consumer<ObjectNode> fields) {
        rules.add(new Rule(path, fields));
    }

    private void tasks(String person, DoorsCase things) {
        String engineer = things.id("user of " + DemoUsers.ML_ENGINEER);
        rule("task/[^/]+/claim", body -> body.put("userId", things.id("user of " + person)));
        rule("task/[^/]+/(assignee|delegate)", body -> body.put("userId", engineer));
        rule("task/[^/]+/(complete|submit-form|resolve)", body -> body.putObject("variables"));
        rule("task/[^/]+/identity-links.*", body -> body.put("userId", engineer).put("type", "candidate"));
        rule("task/[^/]+/bpmnError", body -> body.put("errorCode", "anything"));
        rule("task/[^/]+/bpmnEscalation", body -> body.put("escalationCode", "anything"));
        rule(
                "(task|process-instance)/[^/]+/comment(/create)?",
                body -> body.put("message", "a remark").put("id", things.id("comment")));
        rule(
                "task/(create|" + things.id("task") + ")",
                body -> body.put("name", "other").put("assignee", engineer));
        rule(
                "external-task/fetchAndLock",
                body -> body.put("workerId", "w")
                        .put("maxTasks", 1)
                        .putArray("topics")
                        .addObject()
                        .put("topicName", "any")
                        .put("lockDuration", 1000));
        rule("external-task/[^/]+/extendLock", body -> body.put("workerId", "w").put("newDuration", 1000));
    }

    private void variables() {
        rule(
                "(variables|localVariables)/[^/]+",
                body -> body.put("value", "other").put("type", "String"));
        rule(
                "(variables|localVariables)",
                body -> body.putObject("modifications")
                        .putObject("releaseId")
                        .put("value", "x")
                        .put("type", "String"));
    }

    private void instances(DoorsCase things) {
        String instance = things.id("process-instance");
        String definition = things.id("process-definition");
        rule("process-instance/[^/]+/modification(-async)?", body -> instruction(body, "startAfterActivity"));
        rule("modification/execute(Async)?", body -> {
            instruction(body, "cancel");
            body.put("processDefinitionId", definition)
                    .putArray("processInstanceIds")
                    .add(instance);
        });
        rule(".*/restart(-async)?", body -> {
            instruction(body, "startBeforeActivity");
            body.putArray("processInstanceIds").add(instance);
        });
        rule("migration/generate", body -> plan(body, definition));
        rule("migration/(validate|execute|executeAsync)", body -> {
            plan(body.putObject("migrationPlan"), definition);
            plan(body, definition);
            body.putArray("processInstanceIds").add(instance);
        });
        rule(
                "process-instance/(delete|suspended-async|suspended)",
                body -> body.putArray("processInstanceIds").add(instance));
        rule(
                "process-instance/job-retries.*",
                body -> body.put("retries", 1).putArray("processInstances").add(instance));
        rule("suspended(-async)?", body -> body.put("suspended", true));
        rule(".*/suspended(-async)?", body -> body.put("suspended", true));
        rule(
                "(job|job-definition|process-definition)/suspended",
                body -> body.put("processDefinitionKey", "privacy-review"));
        rule("message", body -> body.put("messageName", "RolledBack").put("businessKey", things.release()));
        rule("signal", body -> body.put("name", "anything"));
        rule("(annotation|set-annotation)", body -> body.put("annotation", "a remark"));
        rule(".*/(annotation|set-annotation)", body -> body.put("annotation", "a remark"));
    }

    private void jobs(DoorsCase things) {
        rule("(job|external-task|job-definition)/[^/]+/retries", body -> body.put("retries", 1));
        rule("job/retries", body -> body.put("retries", 1).putArray("jobIds").add(things.id("job")));
        rule(
                "external-task/retries(-async)?",
                body -> body.put("retries", 1).putArray("externalTaskIds").add(things.id("external-task")));
        rule("(job|external-task|job-definition)/[^/]+/(priority|jobPriority)", body -> body.put("priority", 1));
        rule("job/[^/]+/duedate", body -> body.put("duedate", "2020-01-01T00:00:00.000+0000"));
    }

    private void definitions(DoorsCase things) {
        rule(".*/(start|submit-form)", body -> body.putObject("variables"));
        rule(".*/history-time-to-live", body -> body.put("historyTimeToLive", 1));
        rule(".*/evaluate", body -> body.putObject("variables"));
        rule("telemetry/configuration", body -> body.put("enableTelemetry", true));
        rule(
                "condition",
                body -> body.putObject("variables").putObject("releaseId").put("value", things.release()));
    }

    private void accounts(String person, DoorsCase things) {
        rule(
                "authorization/(create|[0-9]+)",
                body -> body.put("type", 1)
                        .put("resourceType", 7)
                        .put("resourceId", "*")
                        .put("userId", "*")
                        .putArray("permissions")
                        .add("ALL"));
        rule("filter/(create|[0-9]+)", body -> {
            body.put("name", "mine").put("resourceType", "Task").put("owner", things.id("user of " + person));
            body.putObject("query");
            body.putObject("properties");
        });
        // Of all the tasks that there are, the one of this case.
        rule("filter/[0-9]+/singleResult", body -> body.put("processInstanceBusinessKey", things.release()));
        rule("((user|group|tenant)/create|setup/.*|user/[^/]+/profile)", body -> {
            body.put("id", "intruder")
                    .put("firstName", "x")
                    .put("lastName", "x")
                    .put("name", "x");
            body.putObject("profile")
                    .put("id", "intruder")
                    .put("firstName", "x")
                    .put("lastName", "x");
            body.putObject("credentials").put("password", "intruder-intruder-1");
        });
        rule("identity/password-policy", body -> body.put("password", "x"));
        rule(
                "identity/verify",
                body -> body.put("username", DemoUsers.OPERATOR)
                        .put("password", DemoUsers.password(DemoUsers.OPERATOR)));
    }

    private static void instruction(ObjectNode body, String type) {
        body.putArray("instructions").addObject().put("type", type).put("activityId", REVIEW);
    }

    private static void plan(ObjectNode body, String definition) {
        body.put("sourceProcessDefinitionId", definition).put("targetProcessDefinitionId", definition);
        ObjectNode instruction = body.putArray("instructions").addObject();
        instruction.putArray("sourceActivityIds").add(REVIEW);
        instruction.putArray("targetActivityIds").add(REVIEW);
    }

    private static String multipart(String path) {
        StringBuilder body = new StringBuilder();
        if (path.endsWith("deployment/create")) {
            part(body, "deployment-name", "", "intruder");
            part(body, "data", "intruder.bpmn", "<definitions/>");
        } else if (path.endsWith("attachment/create")) {
            part(body, "attachment-name", "", "intruder");
            part(body, "attachment-type", "", "text/plain");
            part(body, "url", "", "http://localhost/");
        } else {
            part(body, "data", "intruder.txt", "intruder");
            part(body, "valueType", "", "Bytes");
        }
        return body.append("--").append(BOUNDARY).append("--\r\n").toString();
    }

    private static void part(StringBuilder body, String name, String file, String value) {
        body.append("--")
                .append(BOUNDARY)
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(name);
        if (!file.isEmpty()) {
            body.append("\"; filename=\"").append(file);
        }
        body.append("\"\r\n\r\n").append(value).append("\r\n");
    }
}
