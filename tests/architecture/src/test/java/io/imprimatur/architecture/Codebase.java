package io.imprimatur.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the rules look at: every class of every module, and the tree of files they came from. */
final class Codebase {

    static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.imprimatur");

    private Codebase() {}

    /** The folder that holds the reactor. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("modules/modules.puml"))) {
            folder = folder.getParent();
            assertThat(folder)
                    .as("a folder above this one that holds modules/modules.puml")
                    .isNotNull();
        }
        return folder;
    }

    /**
     * The rule holds for the code base and would not be blind: each fixture, written to break it, does break it. A rule
     * whose fixture passes guards nothing.
     */
    static void assertHoldsAndBites(ArchRule rule, Class<?>... fixtures) {
        for (Class<?> fixture : fixtures) {
            EvaluationResult result = rule.evaluate(new ClassFileImporter().importClasses(fixtures));
            assertThat(result.getFailureReport().getDetails())
                    .as("the fixture %s breaks: %s", fixture.getName(), rule.getDescription())
                    .anySatisfy(violation -> assertThat(violation).contains(fixture.getName()));
        }
        rule.check(PRODUCTION);
    }
}
