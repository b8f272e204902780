package io.imprimatur.launcher.journey;

import static io.imprimatur.launcher.journey.Reviewers.Review.PRIVACY;
import static io.imprimatur.launcher.journey.Reviewers.Review.RISK;
import static io.imprimatur.launcher.journey.Reviewers.Review.SIGN_OFF;
import static io.imprimatur.launcher.journey.Steps.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.Reporter;
import io.imprimatur.launcher.StackAddresses;
import io.imprimatur.launcher.journey.Reviewers.Review;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One release whose life is not simple: its approvals are for a short time, one of them falls because the evidence
 * moves, its traffic waits for the end of a freeze window, and in service it is approved anew before it expires.
 */
public final class Governance {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FREEZE = Duration.ofSeconds(8);

    private final Steps steps;
    private final CreditRisk example;
    private final Releases releases;
    private final Reviewers reviewers;
    private final ReviewPolicies policies;
    private final Api api;
    private final Path calendar;
    private final String model;
    private JsonNode version;
    private String release = "";
    private Instant thawed = Instant.EPOCH;

    /**
     * A walk that has not begun.
     *
     * @param project the checkout, for the example's files
     * @param calendar the freeze calendar that the stack reads
     */
    public Governance(StackAddresses addresses, Path project, Path calendar, Reporter reporter) {
        Http http = new Http();
        this.steps = new Steps(reporter);
        this.example = new CreditRisk(project);
        this.api = new Api(http, addresses.base(), new Tokens(http, addresses));
        this.releases = new Releases(api, example);
        this.reviewers = new Reviewers(http, addresses.base());
        this.policies = new ReviewPolicies(api);
        this.calendar = calendar;
        this.model = releases.freeName();
        this.version = MissingNode.getInstance();
    }

    /**
     * Walks all steps.
     *
     * @throws StepFailed at the first that does not hold
     */
    public void walk() {
        ObjectNode before = policies.inForce();
        submitUnderShortTerms();
        policies.replace(before, "The demonstration is over.");
        steps.run(
                "9  refused: the submitter who would approve the release in the reviewer's stead", this::selfApproval);
        steps.run(
                "9  privacy approves; the card is amended: that approval is void, and says what changed", this::voided);
        steps.run("9  the reviews that fell are asked again, on the new evidence", this::reviewAgain);
        steps.run("9  a freeze window: approved, the release waits for its end, and goes on by itself", this::frozen);
        steps.run("9  in service; before the approvals expire each gate gives its own anew", this::attest);
    }

    private void submitUnderShortTerms() {
        steps.run(
                "9  the release manager proposes short terms of approval; the risk manager puts them into force",
                () -> {
                    ObjectNode terms = policies.withTerms("PT10M", "PT9M30S", "PT10M");
                    require(
                            policies.tryOut(terms).path("summary").asText().contains("would have been stopped"),
                            "The dry run says nothing");
                    JsonNode proposal = policies.propose(terms, "Short terms, to show a renewal.");
                    policies.approve(DemoUsers.RELEASE_MANAGER, proposal).expect(403);
                    policies.approve(DemoUsers.RISK_MANAGER, proposal).expect(200);
                    releases.register(model);
                    version = releases.upload(model, 1);
                    ObjectNode plan = (ObjectNode) example.plan(1, releases.uploadDataSet());
                    plan.putArray("stages")
                            .addObject()
                            .put("share", 10_000)
                            .put("hold", "PT1S")
                            .put("minimumPredictions", 0);
                    release = releases.submit(version, plan);
                });
    }

    private void selfApproval() {
        Tasklist.Task task = reviewers.await(PRIVACY.user(), release, PRIVACY.task());
        String digest = reviewers.digest(PRIVACY, release);
        reviewers
                .at(DemoUsers.ML_ENGINEER)
                .submit(task.id(), Reviewers.variables(PRIVACY, "approve", "", digest))
                .expect(401, 403, 404);
        require(releases.get(release).path("approvals").isEmpty(), "The submitter has approved");
    }

    private void voided() {
        reviewers.approve(PRIVACY, release);
        reviewers.await(RISK.user(), release, RISK.task());
        ObjectNode card = example.card(1).deepCopy();
        releases.amendCard(version, card.put("purpose", "Estimates the risk of a loan, for branches only."));
        JsonNode fallen = releases.get(release).path("approvals").path(0).path("void");
        require(
                fallen.path("changes").findValuesAsText("path").contains("MODEL_CARD/purpose"),
                "The void approval does not say what changed: " + fallen);
    }

    private void reviewAgain() {
        reviewers.approve(RISK, release);
        reviewers.approve(PRIVACY, release);
        Instant now = Instant.now();
        thawed = now.plus(FREEZE).truncatedTo(ChronoUnit.SECONDS);
        FreezeCalendars.freeze(calendar, model, now.minus(FREEZE), thawed);
        reviewers.approve(RISK, release);
    }

    private void frozen() {
        try {
            releases.awaitState(release, "AWAITING_SIGN_OFF");
            JsonNode revisions = api.get(DemoUsers.AUDITOR, "/api/splits/" + model + "/revisions")
                    .expect(200)
                    .json();
            revisions.forEach(split -> require(
                    !Instant.parse(split.path("publishedAt").asText()).isBefore(thawed),
                    "Traffic grew in the freeze window: " + split));
            require(!revisions.isEmpty(), "The pilot had no traffic");
        } finally {
            FreezeCalendars.clear(calendar);
        }
    }

    private void attest() {
        reviewers.approve(SIGN_OFF, release);
        releases.awaitState(release, "IN_SERVICE");
        Instant before = validUntil();
        for (Review review : Review.values()) {
            Tasklist.Task task = reviewers.await(review.user(), release, "Task_Reattest");
            Tasklist tasklist = reviewers.at(review.user());
            if (task.assignee().isEmpty()) {
                tasklist.claim(task.id()).expect(200, 204);
            }
            tasklist.submit(task.id(), Reviewers.variables(review, "approve", "", reviewers.digest(review, release)))
                    .expect(200, 204);
        }
        Await.until(
                "the approvals count for longer",
                PATIENCE,
                () -> validUntil().isAfter(before) ? Optional.of(true) : Optional.empty());
    }

    private Instant validUntil() {
        JsonNode approvals = releases.get(release).path("approvals");
        return Instant.parse(
                approvals.path(approvals.size() - 1).path("validUntil").asText());
    }
}
