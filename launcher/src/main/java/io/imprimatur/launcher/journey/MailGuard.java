package io.imprimatur.launcher.journey;

import static io.imprimatur.launcher.journey.Reviewers.Review.PRIVACY;
import static io.imprimatur.launcher.journey.Reviewers.Review.SIGN_OFF;
import static io.imprimatur.launcher.journey.Steps.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.Reporter;
import io.imprimatur.launcher.StackAddresses;
import io.imprimatur.launcher.journey.MailGuardFiles.Mail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A foundation model that is made smaller twice. The version with 8 bits says what its parent says, is released and
 * sorts mails; the one with 4 bits does not, and its evaluation refuses it.
 */
public final class MailGuard {

    private static final int MAILS = 20;
    private static final Duration LONG = Duration.ofMinutes(4);

    private final Steps steps;
    private final MailGuardFiles files;
    private final Api api;
    private final Releases releases;
    private final Reviewers reviewers;
    private final String model;

    /**
     * How it ended.
     *
     * @param model the name it got
     * @param released the release of the version with 8 bits
     * @param refused the release of the version with 4 bits
     */
    public record Result(String model, String released, String refused) {}

    /**
     * A walk that has not begun.
     *
     * @param project the checkout, for the example's files
     */
    public MailGuard(StackAddresses addresses, Path project, Reporter reporter) {
        Http http = new Http();
        this.steps = new Steps(reporter);
        this.files = new MailGuardFiles(project);
        this.api = new Api(http, addresses.base(), new Tokens(http, addresses));
        this.releases = new Releases(api, new CreditRisk(project));
        this.reviewers = new Reviewers(http, addresses.base());
        this.model = releases.freeName("mail-guard");
    }

    /**
     * Walks all steps.
     *
     * @throws StepFailed at the first that does not hold
     */
    public Result walk() {
        String dataset = steps.take(
                "10 the ml-engineer registers " + model + ", MiniLM with a head, and uploads pseudonymised mails",
                () -> {
                    releases.register(model, files.card().path("purpose").asText());
                    return releases.uploadDataSet("mail-guard-evaluation", files.evaluationRows());
                });
        String parent = steps.take(
                "10 uploads it as ONNX with 32 bits: the parent of what follows",
                () -> add("mail-guard.zip", null).path("id").asText());
        String released = steps.take(
                "10 submits the version with 8 bits; its evaluation compares it with its parent and passes it", () -> {
                    String release = submit("mail-guard-int8.zip", parent, dataset);
                    awaitEvaluated(release);
                    reviewers.await(PRIVACY.user(), release, PRIVACY.task());
                    requireCompared(release);
                    return release;
                });
        steps.run("10 the reviewers approve it; it goes into service", () -> {
            reviewers.approve(PRIVACY, released);
            reviewers.approveRisk(released, "minimal", "It sorts mails and decides about nobody.");
            reviewers.approve(SIGN_OFF, released);
            releases.awaitState(released, "IN_SERVICE");
        });
        steps.run("10 a client sends mails as texts and gets spam told from ham", this::predict);
        String refused =
                steps.take("10 refused: the version with 4 bits, which does not say what its parent says", () -> {
                    String release = submit("mail-guard-4bit.zip", parent, dataset);
                    awaitEvaluated(release);
                    releases.awaitState(release, "REJECTED");
                    String reasons = releases.get(release)
                            .at("/evidence/EVALUATION/verdict/reasons")
                            .toString();
                    require(reasons.contains("agreement is "), "It was refused for another reason: " + reasons);
                    return release;
                });
        return new Result(model, released, refused);
    }

    private String submit(String artifact, String parent, String dataset) {
        return releases.submit(add(artifact, parent), files.plan(dataset));
    }

    /** Two models answer all rows, each in a process of its own: on a busy machine that takes its time. */
    private void awaitEvaluated(String release) {
        Await.until("release " + release + " is evaluated", LONG, () -> {
            JsonNode evaluation = releases.get(release).at("/evidence/EVALUATION");
            return evaluation.isObject() ? Optional.of(evaluation) : Optional.empty();
        });
    }

    private JsonNode add(String file, @Nullable String parent) {
        Path artifact = files.artifact(file);
        String digest = MailGuardFiles.digest(artifact);
        api.put(DemoUsers.ML_ENGINEER, "/api/artifacts/" + digest, artifact).expect(200, 201);
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("artifact", digest)
                .put("engine", "OnnxRuntime")
                .put("parent", parent);
        body.set("card", files.card());
        return api.post(DemoUsers.ML_ENGINEER, "/api/models/" + model + "/versions", body)
                .expect(201)
                .json();
    }

    private void requireCompared(String release) {
        JsonNode comparison = releases.get(release).at("/evidence/EVALUATION/parent/comparison");
        for (String figure : new String[] {"agreement", "meanDifference", "sizeRatio", "latencyRatio"}) {
            require(comparison.path(figure).isNumber(), "The evaluation says nothing of " + figure + ": " + comparison);
        }
    }

    private void predict() {
        List<Mail> mails = files.liveRows().subList(0, MAILS);
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("parameters").put("subject", "mailbox-1");
        ObjectNode input =
                request.putArray("inputs").addObject().put("name", "text").put("datatype", "BYTES");
        input.putArray("shape").add(mails.size());
        mails.forEach(mail -> input.withArray("data").add(mail.text()));
        JsonNode answer = api.post(Tokens.PREDICTION_CLIENT, "/v2/models/" + model + "/infer", request)
                .expect(200)
                .json();
        JsonNode probabilities = answer.at("/outputs/0/data");
        int right = 0;
        for (int row = 0; row < mails.size(); row++) {
            boolean spam = probabilities.path(2 * row + 1).asDouble() >= 0.5;
            right += spam == mails.get(row).label().equals("spam") ? 1 : 0;
        }
        require(right >= 0.7 * mails.size(), "Of " + mails.size() + " mails it got " + right + " right: " + answer);
    }
}
