package io.imprimatur.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.imprimatur.evaluation.internal.Kinship.Member;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class KinshipTest {

    private static final Digest DIGEST = Digest.of(new byte[0]);

    @Test
    void it_says_how_alike_they_call_how_far_they_are_apart_and_what_was_won() {
        Member child = member(25, List.of(0.9f, 0.2f, 0.6f, 0.4f));
        Member parent = member(100, List.of(0.8f, 0.2f, 0.4f, 0.4f));

        Kinship kinship = Kinship.of(child, parent, 0.5);

        assertThat(kinship.agreement()).isEqualTo(0.75);
        assertThat(kinship.meanDifference()).isCloseTo(0.075, within(1e-6));
        assertThat(kinship.largestDifference()).isCloseTo(0.2, within(1e-6));
        assertThat(kinship.sizeRatio()).isEqualTo(0.25);
        assertThat(kinship.document().path("latencyRatio").asDouble()).isEqualTo(0.5);
    }

    @Test
    void a_latency_that_was_not_measured_is_not_told() {
        Member one = member(1, List.of(0.5f));

        assertThat(Kinship.of(one, one, null).document().has("latencyRatio")).isFalse();
    }

    private static Member member(long size, List<Float> probabilities) {
        ModelCard card = new ModelCard(1, DIGEST, CanonicalJson.object());
        return new Member(
                new Version(
                        VersionId.random(), ModelName.of("mail-guard"), 1, DIGEST, size, Engine.PYTORCH, null, card),
                probabilities);
    }
}
