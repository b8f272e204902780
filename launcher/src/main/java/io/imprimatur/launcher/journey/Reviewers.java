package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The people who decide, each in a browser session of their own at Tasklist. */
public final class Reviewers {

    /** Which task asks for which gate's decision. */
    public enum Review {
        PRIVACY("Task_PrivacyReview", DemoUsers.PRIVACY_OFFICER),
        RISK("Task_RiskAssessment", DemoUsers.RISK_MANAGER),
        SIGN_OFF("Task_SignOff", DemoUsers.RELEASE_MANAGER);

        private final String task;
        private final String user;

        Review(String task, String user) {
            this.task = task;
            this.user = user;
        }

        public String task() {
            return task;
        }

        public String user() {
            return user;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Http http;
    private final URI base;
    private final Map<String, Tasklist> sessions = new HashMap<>();

    public Reviewers(Http http, URI base) {
        this.http = http;
        this.base = base;
    }

    /** The session of a person, who logs in when first needed. */
    public Tasklist at(String user) {
        return sessions.computeIfAbsent(user, name -> Tasklist.open(http, base, name));
    }

    /** Waits until the person sees the task. */
    public Tasklist.Task await(String user, String release, String task) {
        Tasklist tasklist = at(user);
        return Await.until(
                user + " sees " + task + " of release " + release, PATIENCE, () -> tasklist.task(release, task));
    }

    /** The digest of the evidence that this reviewer's form shows. */
    public String digest(Review review, String release) {
        return evidence(review, release).path("digests").path(review.name()).asText();
    }

    private JsonNode evidence(Review review, String release) {
        return at(review.user()).read("/api/releases/" + release).expect(200).json();
    }

    /** Claims the task, reads the evidence and decides; returns the digest that the decision was given for. */
    public String decide(Review review, String release, String decision, String reason) {
        return decide(review, release, digest -> variables(review, decision, reason, digest));
    }

    private String decide(Review review, String release, Function<String, Map<String, String>> form) {
        Tasklist.Task task = await(review.user(), release, review.task());
        Tasklist tasklist = at(review.user());
        if (task.assignee().isEmpty()) {
            tasklist.claim(task.id()).expect(200, 204);
        }
        String digest = digest(review, release);
        tasklist.submit(task.id(), form.apply(digest)).expect(200, 204);
        return digest;
    }

    /** The risk manager's approval, with the category of the EU AI Act that this use falls into. */
    public String approveRisk(String release, String category, String why) {
        return decide(Review.RISK, release, digest -> {
            Map<String, String> variables = variables("approve", "", digest);
            variables.put("euAiActCategory", category);
            variables.put("euAiActReason", why);
            return variables;
        });
    }

    public String approve(Review review, String release) {
        return decide(review, release, "approve", "");
    }

    /** Completes a task that asks for no decision. */
    public void complete(String user, String release, String key, Map<String, String> variables) {
        Tasklist.Task task = await(user, release, key);
        at(user).claim(task.id()).expect(200, 204);
        at(user).submit(task.id(), variables).expect(200, 204);
    }

    /**
     * What this reviewer's form sends: the privacy officer's states the residual risk, the risk manager's names the
     * category of the EU AI Act, too.
     */
    public static Map<String, String> variables(Review review, String decision, String reason, String digest) {
        Map<String, String> variables = variables(decision, reason, digest);
        if (review == Review.PRIVACY && "approve".equals(decision)) {
            variables.put("residualRisk", "medium");
        }
        if (review == Review.RISK && "approve".equals(decision)) {
            variables.put("euAiActCategory", "high");
            variables.put("euAiActReason", "Creditworthiness of natural persons: Annex III, 5(b).");
        }
        return variables;
    }

    public static Map<String, String> variables(String decision, String reason, String digest) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("decision", decision);
        variables.put("reason", reason);
        variables.put("evidenceDigest", digest);
        return variables;
    }
}
