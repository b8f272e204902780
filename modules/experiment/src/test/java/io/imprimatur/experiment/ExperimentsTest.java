package io.imprimatur.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.audit.Ledger;
import io.imprimatur.experiment.ExperimentAnalysis.Decision;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.monitoring.Outcomes;
import io.imprimatur.monitoring.ScoredPrediction;
import io.imprimatur.testbed.Fired;
import io.imprimatur.testbed.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExperimentsTest {

    private static final int SAMPLE = 20;
    private static TestDatabase database;
    private static SessionFactory sessions;

    private final ReleaseId champion = ReleaseId.random();
    private final ReleaseId challenger = ReleaseId.random();
    private final ExperimentPlan plan =
            new ExperimentPlan(champion, "brier", 0.05, 0.05, SAMPLE, List.of("Good", "Bad"), "Bad");
    private final Reported outcomes = new Reported();
    private final Fired<SampleCompleted> fired = new Fired<>();

    @BeforeAll
    static void start() {
        database = new TestDatabase("audit", "experiment");
        sessions = database.sessions("experiment");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void a_plan_is_registered_once_and_not_changed() {
        register();
        register();

        ExperimentPlan milder = new ExperimentPlan(champion, "brier", 0.2, 0.05, SAMPLE, plan.labels(), "Bad");
        refused("EXPERIMENT_EXISTS", experiments -> experiments.register(challenger, milder));
    }

    @Test
    void the_completed_sample_is_told_once() {
        register();
        outcomes.report(challenger, SAMPLE, 0.2f);
        outcomes.report(champion, SAMPLE - 1, 0.2f);
        run(experiments -> experiments.inspect(challenger));
        assertThat(fired.events()).isEmpty();

        outcomes.report(champion, 1, 0.2f);
        run(experiments -> experiments.inspect(challenger));
        run(experiments -> experiments.inspect(challenger));

        assertThat(fired.events()).containsExactly(new SampleCompleted(challenger));
        assertThat(call(Experiments::running)).doesNotContain(challenger);
    }

    @Test
    void nobody_looks_before_the_sample_is_complete() {
        register();
        outcomes.report(challenger, SAMPLE - 1, 0.0f);
        outcomes.report(champion, SAMPLE, 1.0f);

        ExperimentAnalysis analysis = analyse();

        assertThat(analysis.decision()).isEqualTo(Decision.UNDECIDED);
        assertThat(analysis.difference()).isZero();
        assertThat(analysis.championMean()).isZero();
        assertThat(analysis.challengerSample()).isEqualTo(SAMPLE - 1);
    }

    @Test
    void what_comes_after_the_look_does_not_change_it() {
        register();
        outcomes.report(challenger, SAMPLE, 0.2f);
        outcomes.report(champion, SAMPLE, 0.2f);
        ExperimentAnalysis first = analyse();
        assertThat(first.decision()).isEqualTo(Decision.NON_INFERIOR);

        outcomes.report(challenger, 500, 0.9f);

        assertThat(analyse()).isEqualTo(first);
    }

    @Test
    void an_undecided_test_goes_on_once_and_its_second_look_is_stricter() {
        register();
        // Worse by just the margin: neither is shown.
        outcomes.report(challenger, SAMPLE * 2, 0.3f);
        outcomes.report(champion, SAMPLE * 2, 0.2f);
        assertThat(analyse().decision()).isEqualTo(Decision.UNDECIDED);
        assertThat(analyse().alpha()).isEqualTo(0.05);

        run(experiments -> experiments.extend(challenger, "more outcomes come next week"));

        assertThat(call(Experiments::running)).contains(challenger);
        assertThat(analyse().alpha()).isEqualTo(0.025);
        assertThat(analyse().challengerSample()).isEqualTo(SAMPLE * 2);
        refused("EXPERIMENT_EXTENDED", experiments -> experiments.extend(challenger, "and again"));
    }

    @Test
    void a_test_that_nobody_has_looked_at_keeps_its_level_when_extended() {
        register();
        analyse();
        run(experiments -> experiments.extend(challenger, "too few came in time"));

        assertThat(analyse().alpha()).isEqualTo(0.05);
    }

    @Test
    void a_decided_test_is_not_extended() {
        register();
        outcomes.report(challenger, SAMPLE, 0.9f);
        outcomes.report(champion, SAMPLE, 0.1f);
        assertThat(analyse().decision()).isEqualTo(Decision.INFERIOR);

        refused("EXPERIMENT_DECIDED", experiments -> experiments.extend(challenger, "perhaps it gets better"));
    }

    @Test
    void a_release_without_a_plan_has_no_test() {
        refused("EXPERIMENT_UNKNOWN", experiments -> experiments.analyse(ReleaseId.random()));
    }

    private void register() {
        run(experiments -> experiments.register(challenger, plan));
    }

    private ExperimentAnalysis analyse() {
        return call(experiments -> experiments.analyse(challenger));
    }

    private void refused(String code, Consumer<Experiments> call) {
        assertThatThrownBy(() -> run(call))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private void run(Consumer<Experiments> call) {
        call(experiments -> {
            call.accept(experiments);
            return null;
        });
    }

    private <T> T call(Function<Experiments, T> call) {
        Clock clock = Clock.systemUTC();
        return sessions.fromTransaction(
                entities -> call.apply(new Experiments(entities, outcomes, new Ledger(entities, clock), fired, clock)));
    }

    /** Outcomes in the order of their report. */
    private static final class Reported extends Outcomes {

        private final Map<ReleaseId, List<ScoredPrediction>> arms = new HashMap<>();

        /** Half of them come true; each misses the truth by the error and a little spread. */
        void report(ReleaseId release, int count, float error) {
            List<ScoredPrediction> arm = arms.computeIfAbsent(release, id -> new ArrayList<>());
            for (int i = 0; i < count; i++) {
                boolean bad = arm.size() % 2 == 0;
                float miss = Math.min(1, error + (arm.size() % 5) * 0.01f);
                float probability = bad ? 1 - miss : miss;
                arm.add(new ScoredPrediction(new float[] {1 - probability, probability}, bad ? "Bad" : "Good"));
            }
        }

        @Override
        public long count(ReleaseId release, Instant since) {
            return arms.getOrDefault(release, List.of()).size();
        }

        @Override
        public List<ScoredPrediction> first(ReleaseId release, Instant since, int most) {
            return arms.getOrDefault(release, List.of()).stream().limit(most).toList();
        }
    }
}
