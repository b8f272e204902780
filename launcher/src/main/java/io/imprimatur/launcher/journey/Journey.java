package io.imprimatur.launcher.journey;

import static io.imprimatur.launcher.journey.Reviewers.Review.PRIVACY;
import static io.imprimatur.launcher.journey.Reviewers.Review.RISK;
import static io.imprimatur.launcher.journey.Reviewers.Review.SIGN_OFF;
import static io.imprimatur.launcher.journey.Steps.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.imprimatur.launcher.Reporter;
import io.imprimatur.launcher.StackAddresses;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Three releases of one model on the whole road: the first comes into service, the second replaces it after a test, the
 * third fails and is rolled back by itself. Every step goes through the public interfaces: bearer tokens for engineers,
 * clients and auditors, browser sessions and Tasklist's own requests for reviewers.
 */
public final class Journey {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SLICE = 40;

    /** One check interval, and as much again for a machine that has other things to do. */
    private static final Duration LONGEST_TO_ROLLBACK = Duration.ofSeconds(4);

    private final Steps steps;
    private final CreditRisk example;
    private final Api api;
    private final Releases releases;
    private final Reviewers reviewers;
    private final String model;

    /**
     * A journey that has not begun.
     *
     * @param project the checkout, for the example's files
     */
    public Journey(StackAddresses addresses, Path project, Reporter reporter) {
        Http http = new Http();
        this.steps = new Steps(reporter);
        this.example = new CreditRisk(project);
        this.api = new Api(http, addresses.base(), new Tokens(http, addresses));
        this.releases = new Releases(api, example);
        this.reviewers = new Reviewers(http, addresses.base());
        this.model = releases.freeName();
    }

    /**
     * Walks all steps.
     *
     * @throws StepFailed at the first that does not hold
     */
    public JourneyResult walk() {
        String dataset =
                steps.take("1  the ml-engineer registers " + model + " and uploads the evaluation rows", () -> {
                    releases.register(model);
                    return releases.uploadDataSet();
                });
        String first = firstRelease(dataset);
        SecondRelease second = new SecondRelease(dataset);
        second.submit();
        second.privacy();
        second.risk();
        ThirdRelease third;
        try (LiveTraffic traffic = new LiveTraffic(api, model)) {
            second.pilot(traffic);
            second.test(traffic);
            second.rollOut(traffic);
            third = new ThirdRelease(dataset);
            third.rollBack(traffic);
        }
        Audit audit = new Audit(api, releases, model);
        int lines = steps.take(
                "8  the auditor exports the release's trail as JSON and CSV and follows a prediction to its approvals",
                () -> audit.check(second.id, second.prediction));
        List<JourneyResult.Outcome> outcomes =
                List.of(audit.outcome(1, first), audit.outcome(2, second.id), audit.outcome(3, third.id));
        requireEnd(outcomes);
        return new JourneyResult(
                model,
                outcomes,
                second.returned,
                second.approved,
                second.riskClass,
                third.fallbacks,
                third.timeToRollback,
                lines);
    }

    private static void requireEnd(List<JourneyResult.Outcome> outcomes) {
        JourneyResult.Outcome second = outcomes.get(1);
        require(second.state().equals("IN_SERVICE") && second.share() == 10_000, "Version 2 is not alone: " + second);
        require(outcomes.get(2).state().equals("ROLLED_BACK"), "Version 3 was not rolled back: " + outcomes.get(2));
        Set<String> people = new HashSet<>(second.approvers().values());
        people.add(second.submitter());
        require(people.size() == 4, "Submitter and approvers of version 2 are not four people: " + second);
    }

    private String firstRelease(String dataset) {
        String id = steps.take("1  uploads version 1 and submits its release; intake and evaluation pass it", () -> {
            JsonNode version = releases.upload(model, 1);
            String release = releases.submit(version, example.plan(1, dataset));
            reviewers.await(PRIVACY.user(), release, PRIVACY.task());
            return release;
        });
        steps.run("1  privacy officer and risk manager approve it; nothing is exempt because it is the first", () -> {
            reviewers.approve(PRIVACY, id);
            reviewers.approve(RISK, id);
        });
        steps.run("1  no champion, so no A/B test: after the pilot the process asks for the sign-off", () -> {
            releases.awaitState(id, "AWAITING_SIGN_OFF");
            JsonNode record = releases.awaitEvidence(id, "AB_TEST");
            require(!record.isMissingNode(), "Nothing says why there was no test");
        });
        steps.run("1  the release manager signs off; version 1 goes into full service", () -> {
            reviewers.approve(SIGN_OFF, id);
            releases.awaitState(id, "IN_SERVICE");
            requireChampion(1);
        });
        return id;
    }

    private void requireChampion(int version) {
        Await.until("version " + version + " is the champion", PATIENCE, () -> {
            JsonNode split = releases.split(model);
            return split.path("champion").path("versionNumber").asInt() == version
                    ? Optional.of(split)
                    : Optional.empty();
        });
    }

    /** Version 2: returned once, tested against version 1, rolled out in stages. */
    private final class SecondRelease {

        private final String dataset;
        private JsonNode version = JsonNodeFactory.instance.missingNode();
        private String id = "";
        private String returned = "";
        private String approved = "";
        private String riskClass = "";
        private String prediction = "";

        SecondRelease(String dataset) {
            this.dataset = dataset;
        }

        void submit() {
            steps.run("2  version 2 is submitted; evaluation scores it and the champion and gives a verdict", () -> {
                version = releases.upload(model, 2);
                id = releases.submit(version, example.plan(2, dataset));
                JsonNode evaluation = releases.awaitEvidence(id, "EVALUATION");
                for (String metric :
                        new String[] {"accuracy", "precision", "recall", "f1", "rocAuc", "logLoss", "brier"}) {
                    require(
                            evaluation.findValue(metric) != null,
                            "The evaluation says nothing of " + metric + ": " + evaluation);
                }
            });
        }

        void privacy() {
            steps.run(
                    "3  refused: no token (401), a wrong role (403), the submitter who would approve", this::refusals);
            steps.run("3  the privacy officer returns it: the model card lacks a retention period", () -> {
                returned = reviewers.decide(PRIVACY, id, "return", "The model card lacks a retention period.");
            });
            steps.run("3  the engineer amends the card; the privacy officer approves the new evidence", () -> {
                releases.amendCard(version, example.amendedCard());
                reviewers.complete(DemoUsers.ML_ENGINEER, id, "Task_Rework", Map.of());
                refuseOldDigest();
                approved = reviewers.approve(PRIVACY, id);
                require(!approved.equals(returned), "The amended card did not change the digest of the evidence");
            });
        }

        private void refusals() {
            Answer nobody = api.getAsNobody("/api/models").expect(401);
            require(!nobody.header("WWW-Authenticate").isEmpty(), "A 401 without WWW-Authenticate");
            require(
                    nobody.header("Content-Type").startsWith("application/problem+json"),
                    "A 401 is " + nobody.header("Content-Type"));
            api.post(
                            DemoUsers.AUDITOR,
                            "/api/models",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("name", "by-an-auditor")
                                    .put("purpose", "none"))
                    .expect(403);
            Tasklist.Task task = reviewers.await(PRIVACY.user(), id, PRIVACY.task());
            String digest = reviewers.digest(PRIVACY, id);
            Tasklist engineer = reviewers.at(DemoUsers.ML_ENGINEER);
            require(engineer.task(id, PRIVACY.task()).isEmpty(), "The submitter sees the privacy officer's task");
            Map<String, String> approval = Reviewers.variables(PRIVACY, "approve", "", digest);
            engineer.submit(task.id(), approval).expect(401, 403, 404);
            engineer.complete(task.id(), approval).expect(401, 403, 404);
            require(
                    reviewers.at(PRIVACY.user()).task(id, PRIVACY.task()).isPresent(),
                    "The refused approval ended the task");
        }

        private void refuseOldDigest() {
            Tasklist.Task task = reviewers.await(PRIVACY.user(), id, PRIVACY.task());
            Answer refused = reviewers
                    .at(PRIVACY.user())
                    .submit(task.id(), Reviewers.variables(PRIVACY, "approve", "", returned));
            // The engine's own REST interface tells its refusals apart by their text, not by their status.
            require(
                    refused.status() >= 400 && refused.body().contains("EVIDENCE_MOVED"),
                    "An approval of evidence that has changed was answered " + refused.status() + " " + refused.body());
        }

        void risk() {
            steps.run(
                    "4  the table proposes the risk class, the register is filled in; the risk manager approves",
                    () -> {
                        reviewers.await(RISK.user(), id, RISK.task());
                        JsonNode proposal = releases.awaitEvidence(id, "RISK");
                        riskClass = proposal.path("riskClass").asText();
                        require(
                                riskClass.equals("high"),
                                "Credit scoring of natural persons is not high risk: " + proposal);
                        String load = proposal.at("/register/risks/slow-answers/finding")
                                .asText();
                        require(load.contains("the champion's"), "No load test beside the champion: " + proposal);
                        reviewers.approve(RISK, id);
                    });
        }

        void pilot(LiveTraffic traffic) {
            steps.run(
                    "5  pilot at 5 %: live rows are predicted for their subjects",
                    () -> {
                        releases.awaitState(id, "PILOT");
                        require(
                                releases.split(model).path("challengerShare").asInt() == 500,
                                "The pilot is not at 5 %");
                        List<CreditRisk.Row> rows = example.liveRows();
                        releases.awaitState(id, "AB_TEST", () -> traffic.send(rows));
                    });
        }

        void test(LiveTraffic traffic) {
            steps.run("5  A/B test at 50 : 50: outcomes come back by prediction id and the plan's rule ends it", () -> {
                Await.until("the split is 50 : 50", PATIENCE, () -> {
                    JsonNode split = releases.split(model);
                    return split.path("challengerShare").asInt() == 5000 ? Optional.of(split) : Optional.empty();
                });
                List<LiveTraffic.Sent> sent = traffic.send(example.liveRows());
                traffic.report(sent);
                prediction = sent.stream()
                        .filter(one -> one.version() == 2)
                        .findFirst()
                        .orElseThrow(() -> new StepFailed("Version 2 answered nothing in its test"))
                        .predictionId();
                releases.awaitState(id, "AWAITING_SIGN_OFF");
            });
        }

        void rollOut(LiveTraffic traffic) {
            steps.run(
                    "6  the release manager signs off; 5, 25, 50, 100 %, each held and checked",
                    () -> {
                        reviewers.approve(SIGN_OFF, id);
                        List<CreditRisk.Row> rows = example.liveRows().subList(0, SLICE);
                        releases.awaitState(id, "IN_SERVICE", () -> traffic.send(rows));
                        requireChampion(2);
                    });
        }
    }

    /** Version 3: without bounds on its category codes. */
    private final class ThirdRelease {

        private final String dataset;
        private String id = "";
        private int fallbacks;
        private Duration timeToRollback = Duration.ZERO;

        ThirdRelease(String dataset) {
            this.dataset = dataset;
        }

        void rollBack(LiveTraffic traffic) {
            steps.run("7  version 3, without bounds on its codes, passes evaluation and reviews into its pilot", () -> {
                id = releases.submit(releases.upload(model, 3), example.plan(3, dataset));
                reviewers.approve(PRIVACY, id);
                reviewers.approve(RISK, id);
                releases.awaitState(id, "PILOT");
            });
            steps.run(
                    "7  a loan purpose never seen before: version 3 fails, the champion answers, it is rolled back",
                    () -> {
                        breach(traffic);
                    });
            steps.run("7  an incident review waits for a person, who writes down the cause", () -> {
                releases.awaitState(id, "ROLLED_BACK");
                reviewers.complete(
                        DemoUsers.OPERATOR,
                        id,
                        "Task_IncidentReview",
                        Map.of("rootCause", "Category codes without bounds: a purpose that training never saw."));
                requireChampion(2);
            });
        }

        private void breach(LiveTraffic traffic) {
            List<CreditRisk.Row> unseen = example.unseenRows();
            List<CreditRisk.Row> rows = new ArrayList<>();
            // The same people apply again, for a purpose of which there was none.
            for (CreditRisk.Row person : example.liveRows()) {
                CreditRisk.Row row = unseen.get(person.subject() % unseen.size());
                rows.add(new CreditRisk.Row(person.subject(), row.values(), row.outcome()));
            }
            List<LiveTraffic.Sent> sent = traffic.send(rows);
            List<Instant> failures = sent.stream()
                    .filter(LiveTraffic.Sent::fallback)
                    .map(LiveTraffic.Sent::at)
                    .sorted()
                    .toList();
            fallbacks = failures.size();
            require(fallbacks > 0, "Version 3 failed nobody");
            require(
                    sent.stream().allMatch(one -> one.version() == 2),
                    "Somebody else than the champion answered an unseen purpose");
            JsonNode after = Await.until("version 3 has no traffic", PATIENCE, () -> {
                JsonNode split = releases.split(model);
                return split.path("challenger").isObject() ? Optional.empty() : Optional.of(split);
            });
            timeToRollback = Duration.between(
                    failures.get(0), Instant.parse(after.path("publishedAt").asText()));
            require(
                    timeToRollback.compareTo(LONGEST_TO_ROLLBACK) < 0,
                    "It took " + timeToRollback.toMillis() + " ms to roll version 3 back");
        }
    }
}
