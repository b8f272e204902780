package io.imprimatur.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.monitoring.internal.Traffic;
import io.imprimatur.testbed.Fired;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GuardrailsTest {

    private static final Clock CLOCK = Clock.fixed(Answered.AT, ZoneOffset.UTC);
    private static final List<Guardrail> BOUNDS =
            List.of(new Guardrail("errorRate", 0.05, 5), new Guardrail("latencyP99Millis", 500, 3));

    private static MonitoringDatabase database;

    private final Answered answered = new Answered();
    private final Fired<GuardrailBreached> fired = new Fired<>();

    @BeforeAll
    static void start() {
        database = new MonitoringDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void a_failure_counts_against_the_challenger_although_the_champion_answered() throws Exception {
        watch();
        insert(4, answered.byChallenger(2_000));
        insert(1, answered.byChampionAfterTheChallengerFailed());

        Verdict verdict = call(guardrails -> guardrails.check(answered.challenger));

        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.FAIL);
        assertThat(verdict.figures().get("errorRate")).isCloseTo(0.2, within(1e-9));
        assertThat(verdict.figures().get("predictions")).isEqualTo(5);
        assertThat(verdict.figures().get("latencyP99Millis")).isCloseTo(2, within(1e-9));
    }

    @Test
    void a_prediction_that_nobody_answered_counts_against_who_was_asked_last() throws Exception {
        insert(3, answered.byChampion());
        insert(1, answered.byNobody());
        insert(1, answered.byChampionAfterTheChallengerFailed());

        Traffic.requireKnown("errorRate");
        double rate =
                database.in(entities -> new Traffic(entities).measure("errorRate", answered.champion, Answered.AT));

        assertThat(rate).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void what_an_operator_asks_directly_counts_for_nothing() throws Exception {
        watch();
        insert(5, answered.askedOfTheChallengerByAnOperator());

        assertThat(attempts()).isZero();
    }

    @Test
    void what_was_recorded_before_the_watch_began_does_not_count() throws Exception {
        insert(5, answered.byChampionAfterTheChallengerFailed());
        call(guardrails -> {
            guardrails.watch(
                    answered.challenger, Answered.MODEL, answered.challengerVersion, Answered.AT.plusMillis(1), BOUNDS);
            return null;
        });

        assertThat(attempts()).isZero();
        assertThat(call(guardrails -> guardrails.check(answered.challenger)).outcome())
                .isEqualTo(Verdict.Outcome.UNDECIDED);
    }

    @Test
    void a_breach_is_fired_once_and_ends_the_watch() throws Exception {
        watch();
        insert(5, answered.byChampionAfterTheChallengerFailed());

        run(guardrails -> guardrails.inspect(answered.challenger));
        run(guardrails -> guardrails.inspect(answered.challenger));

        assertThat(fired.events()).singleElement().satisfies(breach -> {
            assertThat(breach.metric()).isEqualTo("errorRate");
            assertThat(breach.observed()).isEqualTo(1);
            assertThat(breach.release()).isEqualTo(answered.challenger);
        });
        assertThat(database.count(
                        "select count(*) from audit.ledger where kind = 'GUARDRAIL_BREACHED' and release_id = '"
                                + answered.challenger + "'"))
                .isEqualTo(1);
        assertThat(call(Guardrails::watched)).doesNotContain(answered.challenger);
    }

    @Test
    void too_few_predictions_breach_nothing() throws Exception {
        watch();
        insert(2, answered.byChampionAfterTheChallengerFailed());

        run(guardrails -> guardrails.inspect(answered.challenger));

        assertThat(fired.events()).isEmpty();
    }

    @Test
    void slowness_breaches_too() throws Exception {
        watch();
        insert(4, answered.byChallenger(600_000));

        run(guardrails -> guardrails.inspect(answered.challenger));

        assertThat(fired.events()).extracting(GuardrailBreached::metric).containsExactly("latencyP99Millis");
    }

    @Test
    void a_watch_that_was_ended_is_looked_at_no_more() throws Exception {
        watch();
        insert(5, answered.byChampionAfterTheChallengerFailed());
        run(guardrails -> guardrails.unwatch(answered.challenger));

        run(guardrails -> guardrails.inspect(answered.challenger));

        assertThat(fired.events()).isEmpty();
    }

    @Test
    void a_metric_that_nobody_measures_is_refused() {
        assertThatThrownBy(() -> call(guardrails -> {
                    guardrails.watch(
                            answered.challenger,
                            Answered.MODEL,
                            answered.challengerVersion,
                            Answered.AT,
                            List.of(new Guardrail("happiness", 1, 1)));
                    return null;
                }))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo("GUARDRAIL_UNKNOWN"));
    }

    private void watch() {
        run(guardrails ->
                guardrails.watch(answered.challenger, Answered.MODEL, answered.challengerVersion, Answered.AT, BOUNDS));
    }

    private long attempts() {
        return call(guardrails -> guardrails.attempts(answered.challenger));
    }

    private void run(Consumer<Guardrails> call) {
        call(guardrails -> {
            call.accept(guardrails);
            return null;
        });
    }

    private <T> T call(Function<Guardrails, T> call) {
        return database.in(entities ->
                call.apply(new Guardrails(entities, new Traffic(entities), new Ledger(entities, CLOCK), fired, CLOCK)));
    }

    /** The same prediction so many times, each under an id of its own. */
    private static void insert(int times, PredictionRecord record) throws Exception {
        for (int i = 0; i < times; i++) {
            database.table()
                    .insert(List.of(new PredictionRecord(
                            PredictionId.at(record.at()),
                            record.model(),
                            record.version(),
                            record.release(),
                            record.splitRevision(),
                            record.challenger(),
                            record.subject(),
                            record.at(),
                            record.latencyMicros(),
                            record.output(),
                            record.failedVersion(),
                            record.failedRelease(),
                            record.failure(),
                            record.requestId(),
                            record.direct(),
                            true,
                            null)));
        }
    }
}
