package io.imprimatur.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The registers of compliance promise nothing that no test shows. */
class RegistersTest {

    private static final Set<String> STATES = Set.of("served", "partly", "later");
    private static final Path FORMS_IT = Path.of("tests/system/src/test/java/io/imprimatur/system/FormsIT.java");
    private static final Pattern REFERENCE = Pattern.compile("[A-Z]\\w*(?:Test|IT)(?:#\\w+)?");

    @Test
    void every_test_that_a_control_names_exists() {
        assertThat(controls()).isNotEmpty();
        assertThat(controls().stream().flatMap(control -> missing(tests(control)).stream()))
                .isEmpty();
    }

    @Test
    void every_control_says_what_serves_it_and_how_far() {
        for (Map<String, Object> control : controls()) {
            String article = control.get("law") + " " + control.get("article");
            assertThat(control).as(article).containsKeys("title", "status", "served-by");
            String status = String.valueOf(control.get("status"));
            assertThat(status).as(article).isIn(STATES);
            assertThat(tests(control).isEmpty())
                    .as("%s is shown by no test", article)
                    .isEqualTo(status.equals("later"));
            assertThat(control.containsKey("missing"))
                    .as("%s says what is missing", article)
                    .isEqualTo(status.equals("partly"));
        }
    }

    @Test
    void each_of_the_seven_invariants_has_a_test_that_tries_to_break_it() {
        List<Map<String, Object>> invariants = entries("invariants");

        assertThat(invariants).extracting(invariant -> invariant.get("number")).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(invariants).allSatisfy(invariant -> {
            assertThat(tests(invariant))
                    .as("tests of invariant %s", invariant.get("number"))
                    .isNotEmpty();
            assertThat(missing(tests(invariant)))
                    .as("tests that invariant %s names and the tree lacks", invariant.get("number"))
                    .isEmpty();
        });
    }

    @Test
    void a_test_that_does_not_exist_is_noticed() {
        assertThat(missing(List.of("NobodyWroteThisTest", "RegistersTest#nobody_wrote_this", "RegistersTest")))
                .containsExactly("NobodyWroteThisTest", "RegistersTest#nobody_wrote_this");
    }

    @Test
    void every_decision_names_the_test_that_would_fail_if_it_were_broken() {
        List<Path> decisions = Tree.files(file -> file.startsWith("compliance/decisions")
                && file.getFileName().toString().matches("\\d{4}-.*\\.md"));

        assertThat(decisions).isNotEmpty().allSatisfy(decision -> {
            String text = Tree.read(decision);
            int confirmation = text.indexOf("## Confirmation");
            assertThat(confirmation).as("%s ends in a Confirmation", decision).isPositive();
            List<String> named = REFERENCE
                    .matcher(text.substring(confirmation))
                    .results()
                    .map(match -> match.group())
                    .toList();
            assertThat(named).as("tests that %s names", decision).isNotEmpty();
            assertThat(missing(named))
                    .as("tests that %s names and the tree lacks", decision)
                    .isEmpty();
        });
    }

    @Test
    void the_form_of_every_review_is_shown_by_a_picture_that_a_test_has_made() throws IOException {
        List<Path> forms = Tree.files(file ->
                file.toString().replace('\\', '/').matches("workflows/src/main/resources/processes/forms/.*\\.html")
                        && Tree.read(file).contains("imprimatur-review"));

        assertThat(forms).hasSize(5);
        for (Path form : forms) {
            String name = form.getFileName().toString().replace(".html", "");
            byte[] picture = Files.readAllBytes(Codebase.root().resolve("compliance/screens/" + name + ".png"));
            assertThat(picture).as(name).startsWith(0x89, 'P', 'N', 'G').hasSizeLessThan(300_000);
            assertThat(Tree.read(FORMS_IT)).as("the test that makes it").contains("\"" + name + "\"");
        }
    }

    private static List<Map<String, Object>> controls() {
        return entries("controls");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> entries(String register) {
        Map<String, Object> document = new Yaml().load(Tree.read(Path.of("compliance", register + ".yaml")));
        return (List<Map<String, Object>>) document.get(register);
    }

    @SuppressWarnings("unchecked")
    private static List<String> tests(Map<String, Object> entry) {
        return (List<String>) entry.getOrDefault("tests", List.of());
    }

    /** Those references (Class or Class#method) that no test source answers to. */
    private static List<String> missing(List<String> references) {
        List<Path> sources =
                Tree.files(file -> file.toString().replace('\\', '/').contains("src/test/java/")
                        && file.toString().endsWith(".java"));
        return references.stream()
                .filter(reference -> {
                    String[] parts = reference.split("#", 2);
                    return sources.stream()
                            .filter(source -> source.getFileName().toString().equals(parts[0] + ".java"))
                            .noneMatch(source -> parts.length == 1
                                    || Pattern.compile("\\bvoid " + Pattern.quote(parts[1]) + "\\s*\\(")
                                            .matcher(Tree.read(source))
                                            .find());
                })
                .toList();
    }
}
