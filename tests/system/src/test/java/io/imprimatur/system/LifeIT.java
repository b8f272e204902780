package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.Await;
import io.imprimatur.launcher.journey.CreditRisk;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.ReviewPolicies;
import io.imprimatur.launcher.journey.Reviewers.Review;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to a release beside its road: an operator's hand, a task that nobody does, the end of a version. */
@ExtendWith(House.Open.class)
class LifeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void an_operator_pauses_a_rollout_and_steps_forward_and_back_within_its_plan() {
        String model = "life-steered";
        String release = inItsFirstStage(model);

        refused(403, "ROLE_MISSING", steer(DemoUsers.ML_ENGINEER, release, "pause", null));
        steer(DemoUsers.OPERATOR, release, "pause", null).expect(200);
        refused(409, "ROLLOUT_PAUSED", steer(DemoUsers.OPERATOR, release, "forward", 2_500));
        refused(409, "STAGE_NOT_PLANNED", steer(DemoUsers.OPERATOR, release, "back", null));
        refused(403, "ROLE_MISSING", steer(DemoUsers.RELEASE_MANAGER, release, "resume", null));
        steer(DemoUsers.OPERATOR, release, "resume", null).expect(200);

        refused(409, "SHARE_NOT_PLANNED", steer(DemoUsers.OPERATOR, release, "forward", 9_000));
        steer(DemoUsers.OPERATOR, release, "forward", 2_500).expect(200);
        awaitShare(model, 2_500);
        Answer again = steer(DemoUsers.OPERATOR, release, "forward", 2_500);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("code").asText()).isIn("SHARE_NOT_PLANNED", "STEP_NOT_NOW");

        stepWhenHeld(release, "back", 500);
        awaitShare(model, 500);
        Map<String, String> key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        stepWhenHeld(release, "forward", 2_500, key);
        awaitShare(model, 2_500);
        steer(DemoUsers.OPERATOR, release, "forward", 2_500, key).expect(200);
        refused(409, "IDEMPOTENCY_KEY_REUSED", steer(DemoUsers.OPERATOR, release, "forward", 10_000, key));
        assertThat(share(model)).as("sent twice, taken once").isEqualTo(2_500);
        stepWhenHeld(release, "forward", 10_000);
        awaitShare(model, 10_000);
        stepWhenHeld(release, "forward", null);
        house().releases.awaitState(release, "IN_SERVICE");
        assertThat(trail(release)).contains("ROLLOUT_STEERED", "PAUSE", "RESUME", "FORWARD", "BACK");
    }

    @Test
    void a_rollback_wins_while_the_rollout_is_paused_and_its_overdue_review_is_chased() {
        House.Submitted second = house().inPilot("life-paused");
        steer(DemoUsers.OPERATOR, second.release(), "pause", null).expect(200);

        house().api
                .post(DemoUsers.OPERATOR, "/api/splits/" + second.model() + "/rollback", reason())
                .expect(200);

        house().releases.awaitState(second.release(), "ROLLED_BACK");
        refused(409, "ROLLOUT_NOT_RUNNING", steer(DemoUsers.OPERATOR, second.release(), "back", null));
        // The house of the tests gives an incident's review a second.
        Await.until(
                "the review of the incident is chased",
                PATIENCE,
                () -> Optional.of(trail(second.release())).filter(trail -> trail.contains("REVIEW_OVERDUE")));
    }

    @Test
    void a_version_with_traffic_stays_and_a_retired_one_is_never_released_again() {
        House.Submitted first = house().inService("life-retired");
        refused(409, "VERSION_IN_SERVICE", retire(first.version()));

        byte[] artifact = unique(house().example.artifact(2));
        String digest = CreditRisk.digest(artifact);
        JsonNode second = add(first.model(), artifact).expect(201).json();
        retire(second).expect(200);
        refused(409, "VERSION_RETIRED", submit(second));

        refused(403, "ROLE_MISSING", erase(DemoUsers.ML_ENGINEER, second));
        erase(DemoUsers.PRIVACY_OFFICER, second).expect(200);
        refused(409, "ERASURE_NEEDS_ANOTHER", erase(DemoUsers.PRIVACY_OFFICER, second));
        assertThat(holds(digest)).isTrue();
        JsonNode erased = erase(DemoUsers.RELEASE_MANAGER, second).expect(200).json();
        assertThat(erased.path("erasedAt").asText()).isNotEmpty();
        Await.until("the bytes are gone", PATIENCE, () -> holds(digest) ? Optional.empty() : Optional.of(digest));
        assertThat(house().api
                        .get(
                                DemoUsers.AUDITOR,
                                "/api/versions/" + second.path("id").asText())
                        .expect(200)
                        .json()
                        .path("artifact")
                        .asText())
                .isEqualTo(digest);
    }

    @Test
    void a_model_retires_when_it_answers_nobody() {
        House.Submitted first = house().inService("life-model");
        String path = "/api/models/" + first.model() + "/retirement";
        refused(409, "MODEL_IN_SERVICE", house().api.post(DemoUsers.OPERATOR, path, reason()));

        house().api
                .post(DemoUsers.OPERATOR, "/api/splits/" + first.model() + "/stop", reason())
                .expect(200);
        house().api.post(DemoUsers.OPERATOR, path, reason()).expect(200);

        assertThat(house().releases.state(first.release())).isEqualTo("SUPERSEDED");
        assertThat(house().releases.split(first.model()).path("champion").isObject())
                .isFalse();
        refused(409, "VERSION_RETIRED", submit(first.version()));
        refused(409, "MODEL_RETIRED", add(first.model(), unique(house().example.artifact(2))));
    }

    @Test
    void approvals_that_expire_while_the_last_stage_is_held_open_the_reviews_again() {
        ReviewPolicies policies = new ReviewPolicies(house().api);
        ObjectNode before = policies.inForce();
        policies.replace(policies.withTerms("PT60S", "PT1S", "PT10M"), "Shorter than the last stage.");
        String release;
        try {
            house().releases.register("life-expired");
            ObjectNode plan = (ObjectNode) house().plan(1);
            plan.putArray("stages")
                    .addObject()
                    .put("share", 10_000)
                    .put("hold", "PT65S")
                    .put("minimumPredictions", 0);
            release = house().releases.submit(house().releases.upload("life-expired", 1), plan);
        } finally {
            policies.replace(before, "The release is under short terms, no other shall be.");
        }
        for (Review review : Review.values()) {
            house().reviewers.approve(review, release);
        }
        house().releases.awaitState(release, "ROLLING_OUT");
        awaitShare("life-expired", 10_000);

        // The stage passes, and nobody's approval is left to promote it by.
        Await.until(
                "the privacy officer is asked again",
                Duration.ofSeconds(120),
                () -> house().reviewers.at(Review.PRIVACY.user()).task(release, Review.PRIVACY.task()));
        assertThat(house().releases.state(release)).isEqualTo("IN_REVIEW");
        assertThat(share("life-expired")).isZero();
        house().reviewers.approve(Review.PRIVACY, release);
        house().reviewers.await(Review.RISK.user(), release, Review.RISK.task());
    }

    /** The first version of a model, its three stages held longer than any test lasts. */
    private static String inItsFirstStage(String model) {
        house().releases.register(model);
        ObjectNode plan = (ObjectNode) house().plan(1);
        var stages = plan.putArray("stages");
        for (int share : new int[] {500, 2_500, 10_000}) {
            stages.addObject().put("share", share).put("hold", "PT30M").put("minimumPredictions", 0);
        }
        String release = house().releases.submit(house().releases.upload(model, 1), plan);
        for (Review review : Review.values()) {
            house().reviewers.approve(review, release);
        }
        house().releases.awaitState(release, "ROLLING_OUT");
        Await.until("the first stage is held", PATIENCE, () -> {
            Answer answer = steer(DemoUsers.OPERATOR, release, "back", null);
            return "STAGE_NOT_PLANNED".equals(answer.json().path("code").asText()) && share(model) == 500
                    ? Optional.of(answer)
                    : Optional.empty();
        });
        return release;
    }

    private static void stepWhenHeld(String release, String move, @Nullable Integer share) {
        stepWhenHeld(release, move, share, Map.of());
    }

    private static void stepWhenHeld(
            String release, String move, @Nullable Integer share, Map<String, String> headers) {
        Await.until("a stage is held, to go " + move, PATIENCE, () -> {
            Answer answer = steer(DemoUsers.OPERATOR, release, move, share, headers);
            return answer.status() == 200 ? Optional.of(answer) : Optional.empty();
        });
    }

    private static void awaitShare(String model, int share) {
        Await.until(
                model + " has a share of " + share,
                PATIENCE,
                () -> share(model) == share ? Optional.of(share) : Optional.empty());
    }

    private static int share(String model) {
        return house().releases.split(model).path("challengerShare").asInt();
    }

    private static Answer steer(String who, String release, String move, @Nullable Integer share) {
        return steer(who, release, move, share, Map.of());
    }

    private static Answer steer(
            String who, String release, String move, @Nullable Integer share, Map<String, String> headers) {
        ObjectNode body = reason();
        if (share != null) {
            body.put("share", share);
        }
        return house().api.post(who, "/api/releases/" + release + "/rollout/" + move, body, headers);
    }

    private static Answer retire(JsonNode version) {
        return house().api
                .post(DemoUsers.OPERATOR, "/api/versions/" + version.path("id").asText() + "/retirement", reason());
    }

    private static Answer erase(String who, JsonNode version) {
        return house().api.post(who, "/api/versions/" + version.path("id").asText() + "/retirement/erasure", reason());
    }

    private static Answer submit(JsonNode version) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("version", version.path("id").asText());
        body.set("plan", house().plan(1));
        return house().api.post(DemoUsers.ML_ENGINEER, "/api/releases", body);
    }

    private static Answer add(String model, byte[] artifact) {
        String digest = CreditRisk.digest(artifact);
        house().api
                .put(DemoUsers.ML_ENGINEER, "/api/artifacts/" + digest, artifact)
                .expect(201);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("artifact", digest);
        body.set("card", house().example.card(2));
        return house().api.post(DemoUsers.ML_ENGINEER, "/api/models/" + model + "/versions", body);
    }

    /** A model that no other test has: the example's, its largest weights moved by less than anybody measures. */
    private static byte[] unique(byte[] artifact) {
        try {
            Path file = Files.createTempFile("life", ".pt");
            try {
                Files.write(file, artifact);
                try (ZipFile zip = new ZipFile(file.toFile())) {
                    ZipEntry weights = zip.stream()
                            .filter(entry -> entry.getName().contains("/constants/"))
                            .max(Comparator.comparingLong(ZipEntry::getSize))
                            .orElseThrow();
                    return moved(artifact, zip.getInputStream(weights).readAllBytes());
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The archive with other bytes in the place of these, which it stores as they are, and their checksum. */
    private static byte[] moved(byte[] archive, byte[] weights) {
        byte[] other = weights.clone();
        Random random = new Random();
        for (int lowest = 0; lowest < 32; lowest += Float.BYTES) {
            other[lowest] = (byte) random.nextInt();
        }
        String text = new String(archive, StandardCharsets.ISO_8859_1);
        return text.replace(latin(weights), latin(other))
                .replace(latin(checksum(weights)), latin(checksum(other)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .array();
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static boolean holds(String digest) {
        return Files.exists(house().stack
                .layout()
                .home()
                .resolve("artifacts")
                .resolve(digest.substring(0, 2))
                .resolve(digest.substring(2, 4))
                .resolve(digest));
    }

    private static String trail(String release) {
        return house().api
                .get(DemoUsers.AUDITOR, "/api/releases/" + release + "/trail?format=json")
                .expect(200)
                .body();
    }

    private static ObjectNode reason() {
        return JsonNodeFactory.instance.objectNode().put("reason", "The test says so.");
    }

    private static void refused(int status, String code, Answer answer) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
    }
}
