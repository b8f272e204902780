package io.imprimatur.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.Phase;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SplitTest {

    private static final Target CHAMPION = Targets.version(1);
    private static final Target CHALLENGER = Targets.version(2);
    private static final Split SPLIT = new Split(
            new ModelName("credit-risk"),
            7,
            CHAMPION,
            CHALLENGER,
            null,
            500,
            Phase.PILOT,
            Instant.parse("2026-03-01T12:00:00Z"));

    @Test
    void a_challenger_that_is_not_cleared_loses_its_share_and_the_champion_serves_on() {
        Split cleared = SPLIT.onlyCleared((target, phase) -> !target.equals(CHALLENGER));

        assertThat(cleared.challenger()).isNull();
        assertThat(cleared.challengerShare()).isZero();
        assertThat(cleared.phase()).isNull();
        assertThat(cleared.champion()).isEqualTo(CHAMPION);
    }

    @Test
    void a_champion_must_be_cleared_for_the_rollout_and_a_challenger_for_its_own_phase() {
        Split cleared = SPLIT.onlyCleared((target, phase) -> phase == Phase.PILOT);

        assertThat(cleared.champion()).isNull();
        assertThat(cleared.challenger()).isEqualTo(CHALLENGER);
    }

    @Test
    void what_is_wholly_cleared_stays_as_it_is() {
        assertThat(SPLIT.onlyCleared((target, phase) -> true)).isEqualTo(SPLIT);
    }

    @Test
    void it_is_read_back_as_it_was_written() throws Exception {
        String text = CanonicalJson.text(CanonicalJson.document(SPLIT));

        assertThat(CanonicalJson.mapper().readValue(text, Split.class)).isEqualTo(SPLIT);
    }

    @Test
    void a_target_of_before_the_risk_class_spoke_of_records_answers_nothing_without_one() throws Exception {
        ObjectNode old = (ObjectNode) CanonicalJson.document(CHAMPION);
        assertThat(old.remove("answersUnrecorded")).isNotNull();
        assertThat(old.remove("answersBuffered")).isNotNull();

        Target read = CanonicalJson.mapper().treeToValue(old, Target.class);

        assertThat(read.answersUnrecorded()).isFalse();
        assertThat(read.answersBuffered()).isFalse();
    }

    @Test
    void a_share_needs_somebody_to_have_it() {
        assertThatThrownBy(() -> new Split(new ModelName("m1"), 1, CHAMPION, null, null, 1, null, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Split(
                        new ModelName("m1"), 1, CHAMPION, CHALLENGER, null, 10_001, Phase.PILOT, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
