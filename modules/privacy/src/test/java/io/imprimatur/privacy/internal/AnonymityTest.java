package io.imprimatur.privacy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AnonymityTest {

    private static final List<String> HEADER = List.of("zip", "age", "salary", "disease");

    /** Table 3 of Li et al. (2007): nine patients in three groups of three, and the salaries of section 4.1. */
    private static final String PATIENTS = """
            476**,2*,3,gastric ulcer
            476**,2*,4,gastritis
            476**,2*,5,stomach cancer
            4790*,>40,6,gastritis
            4790*,>40,11,flu
            4790*,>40,8,bronchitis
            476**,3*,7,bronchitis
            476**,3*,9,pneumonia
            476**,3*,10,stomach cancer""";

    @Test
    void the_paper_s_own_table_has_the_paper_s_figures() {
        Anonymity.Measured measured = measured(PATIENTS, List.of("zip", "age"), List.of("salary", "disease"));

        assertThat(measured.k()).isEqualTo(3);
        assertThat(measured.groups()).isEqualTo(3);
        assertThat(measured.alone()).isZero();
        assertThat(measured.fewerThanFive()).isEqualTo(9);
        SensitiveAttribute salary = measured.sensitive().get(0);
        assertThat(salary.ordered()).isTrue();
        assertThat(salary.distinctL()).isEqualTo(3);
        // "D[P1, Q] = 0.375": the worst of the three groups (section 4.1).
        assertThat(salary.t()).isEqualTo(0.375, within(1e-12));
        SensitiveAttribute disease = measured.sensitive().get(1);
        assertThat(disease.ordered()).isFalse();
        assertThat(disease.entropyL()).isEqualTo(3, within(1e-12));
    }

    @Test
    void a_group_that_agrees_in_the_sensitive_value_hides_nothing() {
        String table = """
                1,a,10,yes
                1,a,10,yes
                2,a,10,yes
                2,a,20,no""";

        SensitiveAttribute disease =
                measured(table, List.of("zip"), List.of("disease")).sensitive().get(0);

        assertThat(disease.distinctL()).isEqualTo(1);
        assertThat(disease.entropyL()).isEqualTo(1, within(1e-12));
        // Group 1 is (1, 0), the table (3/4, 1/4): a quarter must move. Group 2 is (1/2, 1/2): a quarter, too.
        assertThat(disease.t()).isEqualTo(0.25, within(1e-12));
    }

    @Test
    void uneven_groups_have_the_entropy_of_their_shares() {
        String table = """
                1,a,10,flu
                1,a,10,flu
                1,a,10,flu
                1,a,10,cold""";

        SensitiveAttribute disease =
                measured(table, List.of("zip"), List.of("disease")).sensitive().get(0);

        assertThat(disease.distinctL()).isEqualTo(2);
        // -(3/4 ln 3/4 + 1/4 ln 1/4) = 0.562335; e to it is 1.754765.
        assertThat(disease.entropyL()).isEqualTo(1.754765, within(1e-6));
        assertThat(disease.t()).isEqualTo(0, within(1e-12));
    }

    @Test
    void rows_that_are_alone_are_counted() {
        String table = """
                1,a,1,x
                1,a,2,y
                2,b,3,x
                ,b,4,x""";

        Anonymity.Measured measured = measured(table, List.of("zip", "age"), List.of());

        assertThat(measured.k()).isEqualTo(1);
        assertThat(measured.alone()).isEqualTo(2);
        assertThat(measured.sensitive()).isEmpty();
    }

    @Test
    void values_that_run_into_each_other_are_not_one_group() {
        assertThat(measured("ab,c,1,x\na,bc,1,x", List.of("zip", "age"), List.of())
                        .groups())
                .isEqualTo(2);
    }

    @Test
    void the_same_number_written_in_two_ways_is_one_value() {
        SensitiveAttribute salary = measured("1,a,1.0,x\n1,a,1,x", List.of("zip"), List.of("salary"))
                .sensitive()
                .get(0);

        assertThat(salary.distinctL()).isEqualTo(1);
        assertThat(salary.ordered()).isTrue();
    }

    @Property(tries = 500)
    void they_agree_with_the_definitions_computed_the_slow_way(@ForAll("tables") List<List<String>> rows) {
        Anonymity anonymity = new Anonymity(HEADER, List.of("zip", "age"), List.of("salary", "disease"));
        rows.forEach(anonymity::row);

        Anonymity.Measured measured = anonymity.measure();

        Map<List<String>, List<List<String>>> groups = new HashMap<>();
        rows.forEach(row -> groups.computeIfAbsent(row.subList(0, 2), key -> new ArrayList<>())
                .add(row));
        assertThat(measured.k())
                .isEqualTo(groups.values().stream().mapToInt(List::size).min().orElseThrow());
        assertThat(measured.alone()).isEqualTo((int)
                groups.values().stream().filter(group -> group.size() == 1).count());
        agrees(measured.sensitive().get(0), rows, groups, 2, true);
        agrees(measured.sensitive().get(1), rows, groups, 3, false);
    }

    private static void agrees(
            SensitiveAttribute found,
            List<List<String>> rows,
            Map<List<String>, List<List<String>>> groups,
            int column,
            boolean ordered) {
        List<String> values = rows.stream()
                .map(row -> row.get(column))
                .distinct()
                .sorted((a, b) -> ordered ? Integer.compare(Integer.parseInt(a), Integer.parseInt(b)) : a.compareTo(b))
                .toList();
        double[] all = shares(rows, column, values);
        double t = 0;
        double entropyL = Double.MAX_VALUE;
        long distinct = Long.MAX_VALUE;
        for (List<List<String>> group : groups.values()) {
            double[] own = shares(group, column, values);
            t = Math.max(t, ordered ? orderedDistance(own, all) : equalDistance(own, all));
            entropyL = Math.min(
                    entropyL,
                    Math.exp(-Arrays.stream(own)
                            .filter(share -> share > 0)
                            .map(share -> share * Math.log(share))
                            .sum()));
            distinct = Math.min(
                    distinct, Arrays.stream(own).filter(share -> share > 0).count());
        }
        assertThat(found.ordered()).isEqualTo(ordered);
        assertThat(found.distinctL()).isEqualTo((int) distinct);
        assertThat(found.entropyL()).isEqualTo(entropyL, within(1e-9));
        assertThat(found.t()).isEqualTo(t, within(1e-9));
    }

    private static double[] shares(List<List<String>> rows, int column, List<String> values) {
        return values.stream()
                .mapToDouble(value -> rows.stream()
                                .filter(row -> row.get(column).equals(value))
                                .count()
                        / (double) rows.size())
                .toArray();
    }

    /** Li et al., section 4.1: 1/2 times the sum of |p - q|. */
    private static double equalDistance(double[] own, double[] all) {
        double sum = 0;
        for (int i = 0; i < own.length; i++) {
            sum += Math.abs(own[i] - all[i]);
        }
        return sum / 2;
    }

    /** Li et al., section 4.1: 1/(m - 1) times the sum over i of |the sum to i of (p - q)|. */
    private static double orderedDistance(double[] own, double[] all) {
        double sum = 0;
        double carried = 0;
        for (int i = 0; i < own.length; i++) {
            carried += own[i] - all[i];
            sum += Math.abs(carried);
        }
        return own.length < 2 ? 0 : sum / (own.length - 1);
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> few = Arbitraries.of("a", "b", "c");
        Arbitrary<String> numbers = Arbitraries.integers().between(-3, 6).map(String::valueOf);
        return Combinators.combine(few, few, numbers, Arbitraries.of("flu", "cold", "none", ""))
                .as((zip, age, salary, disease) -> List.of(zip, age, salary, disease))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    private static Anonymity.Measured measured(String table, List<String> quasi, List<String> sensitive) {
        Anonymity anonymity = new Anonymity(HEADER, quasi, sensitive);
        Stream.of(table.split("\n")).map(line -> List.of(line.split(",", -1))).forEach(anonymity::row);
        return anonymity.measure();
    }
}
