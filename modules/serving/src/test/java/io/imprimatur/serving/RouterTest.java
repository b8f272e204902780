package io.imprimatur.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.monitoring.PredictionRecord;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Stop;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RouterTest {

    private final House house = new House();

    @Test
    void the_champion_answers_where_there_is_no_challenger() {
        Answer answer =
                house.publish(house.champion, null, 0).router().predict(House.MODEL, "s-1", House.row(), "r-1", 0);

        assertThat(answer.versionNumber()).isEqualTo(1);
        assertThat(answer.splitRevision()).isEqualTo(7);
        assertThat(answer.fallbackFrom()).isNull();
        assertThat(house.recorded).singleElement().satisfies(record -> {
            assertThat(record.id()).isEqualTo(answer.id());
            assertThat(record.version()).isEqualTo(house.champion.version());
            assertThat(record.challenger()).isFalse();
            assertThat(record.subject()).isEqualTo(house.pseudonyms.of("s-1")).doesNotContain("s-1");
            assertThat(record.output()).isEqualTo("[0.9,0.1]");
            assertThat(record.requestId()).isEqualTo("r-1");
            assertThat(record.named()).isTrue();
            assertThat(record.inputs()).isEqualTo(InputBytes.of(House.row()));
        });
    }

    @Test
    void a_stopped_model_answers_nobody_and_says_why() {
        Stop stop = new Stop("leaks training data", "operator-1", Instant.EPOCH, null);
        house.published.put(
                House.MODEL, new Split(House.MODEL, 8, house.champion, null, null, 0, null, stop, Instant.EPOCH));
        Router router = house.router();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> predict(router, "s-1"), () -> router.predictWith(House.MODEL, 1, "s-1", House.row(), "r-1", 0))) {
            assertThatThrownBy(call).isInstanceOfSatisfying(DomainException.class, e -> {
                assertThat(e.code()).isEqualTo("MODEL_STOPPED");
                assertThat(e.kind()).isEqualTo(DomainException.Kind.UNAVAILABLE);
                assertThat(e).hasMessageContaining("leaks training data");
            });
        }
        assertThat(house.recorded).isEmpty();
    }

    @Test
    void a_subject_gets_the_same_version_each_time_and_the_share_is_kept() {
        Router router = house.publish(house.champion, house.challenger, 2_500).router();

        long byChallenger = IntStream.range(0, 4_000)
                .filter(i -> {
                    int first = predict(router, "subject-" + i).versionNumber();
                    assertThat(predict(router, "subject-" + i).versionNumber()).isEqualTo(first);
                    return first == 2;
                })
                .count();

        assertThat(byChallenger).isBetween(880L, 1_120L);
    }

    @Test
    void a_challenger_that_fails_costs_the_client_nothing() {
        fails(Reason.MODEL_FAILED);

        Answer answer = predict(allToChallenger(), "s-1");

        assertThat(answer.versionNumber()).isEqualTo(1);
        assertThat(answer.outputs().get(0).floats()).containsExactly(0.9f, 0.1f);
        assertThat(answer.fallbackFrom()).isEqualTo(2);
        assertThat(answer.fallbackReason()).isEqualTo("MODEL_FAILED");
        PredictionRecord record = house.recorded.get(0);
        assertThat(record.version()).isEqualTo(house.champion.version());
        assertThat(record.failedVersion()).isEqualTo(house.challenger.version());
        assertThat(record.failedRelease()).isEqualTo(house.challenger.release());
        assertThat(record.failure()).isEqualTo("MODEL_FAILED");
    }

    @Test
    void a_challenger_that_is_still_being_loaded_has_failed_at_nothing() {
        house.models.remove(house.challenger.version());

        Answer answer = predict(allToChallenger(), "s-1");

        assertThat(answer.fallbackReason()).isEqualTo("NOT_LOADED");
        assertThat(house.recorded.get(0).failure()).isNull();
    }

    @Test
    void an_answer_that_is_no_number_is_a_failure() {
        house.models.put(house.challenger.version(), inputs -> House.probabilities(Float.NaN, 1));

        assertThat(predict(allToChallenger(), "s-1").fallbackReason()).isEqualTo("MODEL_FAILED");
    }

    @Test
    void what_nobody_foresaw_in_a_challenger_is_a_failure_too() {
        house.models.put(house.challenger.version(), inputs -> {
            throw new ArrayIndexOutOfBoundsException(7);
        });

        assertThat(predict(allToChallenger(), "s-1").versionNumber()).isEqualTo(1);
    }

    @Test
    void a_challenger_that_refuses_what_the_champion_takes_is_at_fault() {
        house.models.put(house.challenger.version(), RouterTest::refuse);

        assertThat(predict(allToChallenger(), "s-1").fallbackReason()).isEqualTo("INPUT_REFUSED");
        assertThat(house.recorded.get(0).failedRelease()).isEqualTo(house.challenger.release());
    }

    @Test
    void inputs_that_the_champion_refuses_too_are_the_clients_fault() {
        house.models.put(house.challenger.version(), RouterTest::refuse);
        house.models.put(house.champion.version(), RouterTest::refuse);

        refused("TENSOR_SHAPE", () -> predict(allToChallenger(), "s-1"));
        assertThat(house.recorded).isEmpty();
    }

    @Test
    void where_nobody_can_answer_it_is_recorded_against_who_failed() {
        fails(Reason.MODEL_FAILED);
        Router pilot = house.publish(null, house.challenger, Split.WHOLE).router();

        refused("MODEL_FAILED", () -> predict(pilot, "s-1"));

        PredictionRecord record = house.recorded.get(0);
        assertThat(record.output()).isEqualTo(PredictionRecord.NO_OUTPUT);
        assertThat(record.failedRelease()).isEqualTo(house.challenger.release());
    }

    @Test
    void a_model_that_is_full_is_told_as_busy() {
        house.models.put(house.champion.version(), inputs -> {
            throw new InferenceFailed(Reason.QUEUE_FULL, "full");
        });

        refused(
                "MODEL_BUSY",
                () -> predict(house.publish(house.champion, null, 0).router(), "s-1"));
    }

    @Test
    void a_challenger_that_is_full_costs_the_client_nothing_and_counts_against_it() {
        fails(Reason.QUEUE_FULL);

        Answer answer = predict(allToChallenger(), "s-1");

        assertThat(answer.versionNumber()).isEqualTo(1);
        assertThat(house.recorded.get(0).failure()).isEqualTo("QUEUE_FULL");
    }

    @Test
    void a_challenger_that_is_unloaded_under_a_request_costs_the_client_nothing_and_has_failed_at_nothing() {
        fails(Reason.UNLOADED);

        Answer answer = predict(allToChallenger(), "s-1");

        assertThat(answer.versionNumber()).isEqualTo(1);
        assertThat(answer.fallbackReason()).isEqualTo("UNLOADED");
        assertThat(house.recorded.get(0).failure()).isNull();
    }

    @Test
    void a_champion_that_is_unloaded_under_a_request_is_told_as_not_ready() {
        house.models.put(house.champion.version(), inputs -> {
            throw new InferenceFailed(Reason.UNLOADED, "gone");
        });
        Router router = house.publish(house.champion, null, 0).router();

        assertThatThrownBy(() -> predict(router, "s-1")).isInstanceOfSatisfying(DomainException.class, e -> {
            assertThat(e.code()).isEqualTo("MODEL_NOT_READY");
            assertThat(e.kind().status()).isEqualTo(503);
        });
    }

    @Test
    void without_a_champion_who_is_not_assigned_gets_no_version() {
        Router pilot = house.publish(null, house.challenger, 0).router();

        refused("MODEL_NOT_IN_SERVICE", () -> predict(pilot, "s-1"));
        refused("MODEL_UNKNOWN", () -> pilot.predict(new ModelName("other"), "s-1", House.row(), null, 0));
    }

    @Test
    void what_cannot_be_recorded_is_not_answered() {
        house.recordingFails = true;

        refused(
                "RECORDING_FAILED",
                () -> predict(house.publish(house.champion, null, 0).router(), "s-1"));
    }

    @Test
    void a_class_that_need_not_be_recorded_is_answered_all_the_same_and_counted() {
        Router router = house.publish(house.light, null, 0).router();
        assertThat(predict(router, "s-1").recorded()).isTrue();
        house.recordingFails = true;

        Answer answer = predict(router, "s-1");

        assertThat(answer.recorded()).isFalse();
        assertThat(answer.outputs().get(0).floats()).containsExactly(0.7f, 0.3f);
        assertThat(router.unrecorded()).isEqualTo(1);
        assertThat(house.recorded).hasSize(1);
    }

    @Test
    void a_failure_that_must_be_recorded_is_not_covered_up_by_a_champion_that_need_not() {
        house.recordingFails = true;
        fails(Reason.MODEL_FAILED);
        Router router =
                house.publish(house.light, house.challenger, Split.WHOLE).router();

        refused("RECORDING_FAILED", () -> predict(router, "s-1"));
        assertThat(router.unrecorded()).isZero();
    }

    @Test
    void a_class_that_need_not_wait_for_the_commit_is_answered_from_the_buffer() {
        Router router = house.publish(house.quick, null, 0).router();

        assertThat(predict(router, "s-1").recorded()).isTrue();

        assertThat(house.buffered).hasSize(1);
        assertThat(house.recorded).isEmpty();
    }

    @Test
    void a_full_buffer_is_told_as_such_where_there_must_be_a_record() {
        house.recordingFails = true;

        refused(
                "RECORDING_OVERLOADED",
                () -> predict(house.publish(house.quick, null, 0).router(), "s-1"));
    }

    @Test
    void whoever_was_asked_and_needs_a_committed_record_gets_one() {
        fails(Reason.MODEL_FAILED);

        predict(house.publish(house.quick, house.challenger, Split.WHOLE).router(), "s-1");

        assertThat(house.recorded).hasSize(1);
        assertThat(house.buffered).isEmpty();
    }

    @Test
    void without_a_subject_every_request_is_somebody_else() {
        Router router = house.publish(house.champion, house.challenger, 5_000).router();
        for (int i = 0; i < 50; i++) {
            predict(router, null);
        }

        assertThat(house.recorded).extracting(PredictionRecord::subject).doesNotHaveDuplicates();
        assertThat(house.recorded).noneMatch(PredictionRecord::named);
        assertThat(house.recorded).extracting(PredictionRecord::challenger).contains(true, false);
    }

    @Test
    void one_given_version_answers_marked_and_only_if_the_split_holds_it() {
        Router router = house.publish(house.champion, house.challenger, 0).router();

        Answer answer = router.predictWith(House.MODEL, 2, "s-1", House.row(), null, 0);

        assertThat(answer.versionNumber()).isEqualTo(2);
        assertThat(house.recorded.get(0).direct()).isTrue();
        refused("VERSION_NOT_IN_SERVICE", () -> router.predictWith(House.MODEL, 3, "s-1", House.row(), null, 0));
    }

    private Router allToChallenger() {
        return house.publish(house.champion, house.challenger, Split.WHOLE).router();
    }

    private void fails(Reason reason) {
        house.models.put(house.challenger.version(), inputs -> {
            throw new InferenceFailed(reason, "index 11 is out of bounds");
        });
    }

    private static Answer predict(Router router, String subject) {
        return router.predict(House.MODEL, subject, House.row(), null, System.nanoTime());
    }

    private static List<Tensor> refuse(List<Tensor> inputs) {
        throw DomainException.invalid("TENSOR_SHAPE", "Not this shape.");
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
