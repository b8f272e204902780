package io.imprimatur.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.imprimatur.identity.Pseudonyms;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.release.Phase;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class AssignmentTest {

    private static final Pseudonyms PSEUDONYMS =
            new Pseudonyms(Base64.getEncoder().encodeToString(new byte[32]));
    private static final Assignment ASSIGNMENT = new Assignment(PSEUDONYMS);
    private static final Target CHALLENGER = Targets.version(2);

    @Property
    void a_subject_that_had_the_challenger_keeps_it_as_the_share_grows(
            @ForAll @StringLength(max = 60) String subject,
            @ForAll @IntRange(max = 10_000) int share,
            @ForAll @IntRange(max = 10_000) int more) {
        String pseudonym = PSEUDONYMS.of(subject);

        if (ASSIGNMENT.toChallenger(split(Math.min(share, more)), pseudonym)) {
            assertThat(ASSIGNMENT.toChallenger(split(Math.max(share, more)), pseudonym))
                    .isTrue();
        }
    }

    @Property
    void nobody_is_assigned_at_no_share_and_everybody_at_the_whole(@ForAll String subject) {
        String pseudonym = PSEUDONYMS.of(subject);

        assertThat(ASSIGNMENT.toChallenger(split(0), pseudonym)).isFalse();
        assertThat(ASSIGNMENT.toChallenger(split(Split.WHOLE), pseudonym)).isTrue();
    }

    @Test
    void the_challenger_gets_its_share_of_the_subjects() {
        int subjects = 100_000;
        for (int share : new int[] {1, 500, 2_500, 5_000, 9_999}) {
            double expected = share / 10_000.0;

            // Four standard errors of a binomial share.
            assertThat(assigned(split(share), subjects) / (double) subjects)
                    .isCloseTo(expected, within(4 * Math.sqrt(expected * (1 - expected) / subjects)));
        }
    }

    @Test
    void buckets_are_uniform() {
        int subjects = 200_000;
        int cells = 100;
        int[] counts = new int[cells];
        IntStream.range(0, subjects)
                .forEach(i -> counts[PSEUDONYMS.bucket("salt", PSEUDONYMS.of("subject-" + i)) * cells / 10_000]++);
        double expected = subjects / (double) cells;
        double chiSquared = IntStream.of(counts)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();

        // The 99.99 % quantile of chi-squared with 99 degrees of freedom.
        assertThat(chiSquared).isLessThan(161.3);
    }

    @Test
    void another_release_draws_its_subjects_anew() {
        Split other = new Split(
                new ModelName("credit-risk"), 2, null, Targets.version(3), null, 5_000, Phase.PILOT, Instant.EPOCH);
        long both = IntStream.range(0, 20_000)
                .mapToObj(i -> PSEUDONYMS.of("subject-" + i))
                .filter(subject ->
                        ASSIGNMENT.toChallenger(split(5_000), subject) && ASSIGNMENT.toChallenger(other, subject))
                .count();

        // Independent halves share a quarter.
        assertThat(both / 20_000.0).isCloseTo(0.25, within(0.015));
    }

    private static long assigned(Split split, int subjects) {
        return IntStream.range(0, subjects)
                .filter(i -> ASSIGNMENT.toChallenger(split, PSEUDONYMS.of("subject-" + i)))
                .count();
    }

    private static Split split(int share) {
        return new Split(new ModelName("credit-risk"), 1, null, CHALLENGER, null, share, Phase.PILOT, Instant.EPOCH);
    }
}
