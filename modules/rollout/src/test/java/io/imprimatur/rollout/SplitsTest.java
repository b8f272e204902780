package io.imprimatur.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.Phase;
import io.imprimatur.testbed.Fired;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SplitsTest {

    private static final ModelName MODEL = new ModelName("credit-risk");
    private static final Target CHAMPION = Targets.version(1);
    private static final Target CHALLENGER = Targets.version(2);
    private static final Target STRANGER = Targets.version(3);

    private final Fired<Object> fired = new Fired<>();
    private final Splits splits = new Splits(fired.select(SplitsRefreshed.class));

    @Test
    void a_rollback_is_in_force_before_anything_is_read() {
        splits.refresh(List.of(pilot(7, CHALLENGER)));

        splits.narrow(championAlone(8));

        assertThat(splits.of(MODEL)).contains(championAlone(8));
    }

    @Test
    void a_reading_that_began_before_the_rollback_does_not_undo_it() {
        splits.refresh(List.of(pilot(7, CHALLENGER)));
        splits.narrow(championAlone(8));

        splits.refresh(List.of(pilot(7, CHALLENGER)));

        assertThat(splits.of(MODEL)).contains(championAlone(8));
        assertThat(fired.events()).last().isEqualTo(new SplitsRefreshed(List.of(championAlone(8))));
    }

    @Test
    void a_newcomer_gets_traffic_by_a_reading_alone() {
        splits.refresh(List.of(championAlone(6)));

        splits.narrow(pilot(7, STRANGER));
        assertThat(splits.of(MODEL)).contains(championAlone(7));

        splits.refresh(List.of(pilot(7, STRANGER)));
        assertThat(splits.of(MODEL)).contains(pilot(7, STRANGER));
    }

    @Test
    void a_target_that_was_refused_does_not_come_back_with_a_publication() {
        splits.refresh(List.of(pilot(7, CHALLENGER).onlyCleared((target, phase) -> target.equals(CHAMPION))));

        splits.narrow(pilot(8, CHALLENGER));

        assertThat(splits.of(MODEL)).contains(championAlone(8));
    }

    @Test
    void commits_seen_in_the_wrong_order_end_with_the_newest() {
        splits.refresh(List.of(pilot(7, CHALLENGER)));

        splits.narrow(championAlone(9));
        splits.narrow(pilot(8, CHALLENGER));

        assertThat(splits.of(MODEL)).contains(championAlone(9));
    }

    @Test
    void nothing_is_known_before_the_first_reading() {
        splits.narrow(championAlone(1));

        assertThat(splits.areKnown()).isFalse();
        assertThat(splits.of(MODEL)).isEmpty();
    }

    private static Split championAlone(long revision) {
        return split(revision, null);
    }

    private static Split pilot(long revision, Target challenger) {
        return split(revision, challenger);
    }

    private static Split split(long revision, @Nullable Target challenger) {
        return new Split(
                MODEL,
                revision,
                CHAMPION,
                challenger,
                null,
                challenger == null ? 0 : 500,
                challenger == null ? null : Phase.PILOT,
                Instant.EPOCH);
    }
}
