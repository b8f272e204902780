package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case has its rule, and every rule its case: a table that leaves one out does not pass the build. */
class DecisionTablesTest {

    static Stream<String> tables() {
        return Deployment.RESOURCES.stream().filter(resource -> resource.endsWith(".dmn"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void no_case_is_without_a_rule_no_two_rules_claim_one_and_no_rule_is_never_reached(String table) {
        assertThat(TableCheck.faults(Deployment.open(table))).isEmpty();
    }

    @Test
    void a_gap_is_found() {
        assertThat(TableCheck.faults(broken("gap")))
                .containsExactly("no rule for {riskClass=minimal}", "no rule for {riskClass=something else}");
    }

    @Test
    void an_overlap_is_found() {
        assertThat(TableCheck.faults(broken("overlap")))
                .containsExactly("[Rule_High, Rule_AlsoHigh] all claim {riskClass=high}");
    }

    @Test
    void a_rule_that_others_shadow_is_found() {
        assertThat(TableCheck.faults(broken("shadowed"))).containsExactly("Rule_Late is never reached");
    }

    private static InputStream broken(String name) {
        return DecisionTablesTest.class.getResourceAsStream("/tables/" + name + ".dmn");
    }
}
