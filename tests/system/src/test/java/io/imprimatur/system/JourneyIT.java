package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.launcher.Reporter;
import io.imprimatur.launcher.journey.Governance;
import io.imprimatur.launcher.journey.Journey;
import io.imprimatur.launcher.journey.JourneyResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The road of the demonstration, from the first submission to the rollback of the third version. */
@ExtendWith(House.Open.class)
class JourneyIT {

    @Test
    void three_releases_travel_the_whole_road() {
        Reporter reporter = new Reporter(new PrintStream(System.out, true, StandardCharsets.UTF_8));

        JourneyResult result =
                new Journey(house().stack.addresses(), house().stack.layout().project(), reporter).walk();

        List<JourneyResult.Outcome> releases = result.releases();
        assertThat(releases)
                .extracting(JourneyResult.Outcome::state)
                .containsExactly("SUPERSEDED", "IN_SERVICE", "ROLLED_BACK");
        assertThat(releases).extracting(JourneyResult.Outcome::share).containsExactly(0, 10_000, 0);
        Set<String> people = new HashSet<>(releases.get(1).approvers().values());
        people.add(releases.get(1).submitter());
        assertThat(people).as("the submitter and three approvers").hasSize(4);
        assertThat(result.riskClass()).isEqualTo("high");
        assertThat(result.fallbacks()).isPositive();
        assertThat(result.timeToRollback()).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void a_release_whose_life_is_not_simple_is_governed_to_its_renewal() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        new Governance(
                        house().stack.addresses(),
                        house().stack.layout().project(),
                        house().stack.layout().freezeCalendar(),
                        new Reporter(new PrintStream(said, true, StandardCharsets.UTF_8)))
                .walk();

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("is void", "freeze window", "anew");
    }
}
