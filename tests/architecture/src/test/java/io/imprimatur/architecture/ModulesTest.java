package io.imprimatur.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInAnyPackage;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static io.imprimatur.architecture.Codebase.assertHoldsAndBites;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.app.fixture.north.North;
import io.imprimatur.app.fixture.south.South;
import io.imprimatur.evaluation.fixture.CallsAResource;
import io.imprimatur.evaluation.fixture.KnowsTheEngine;
import io.imprimatur.evaluation.fixture.SeesAnotherGate;
import io.imprimatur.fixture.Unmarked;
import io.imprimatur.privacy.fixture.SeenByAnotherGate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The modules are those of the drawing, and so are their arrows. */
class ModulesTest {

    private static final Path DRAWING = Codebase.root().resolve("modules/modules.puml");

    @Test
    void modules_use_each_other_only_along_the_arrows_of_the_drawing() {
        assertHoldsAndBites(
                classes()
                        .should(adhereToPlantUmlDiagram(
                                DRAWING, consideringOnlyDependenciesInAnyPackage("io.imprimatur.."))),
                SeesAnotherGate.class,
                SeenByAnotherGate.class);
    }

    @Test
    void the_components_of_the_drawing_are_the_modules_of_the_reactor() throws IOException {
        assertThat(Diagram.components(DRAWING).keySet())
                .isEqualTo(Diagram.modules(Codebase.root().resolve("pom.xml")));
    }

    @Test
    void a_component_that_no_module_bears_is_noticed() throws IOException {
        Path ghost = Path.of("src/test/resources/fixture/ghost.puml");

        Set<String> drawn = Diagram.components(ghost).keySet();
        drawn.removeAll(Diagram.modules(Codebase.root().resolve("pom.xml")));

        assertThat(drawn).containsExactly("billing");
    }

    @Test
    void every_component_has_classes_so_that_no_arrow_is_checked_in_vain() throws IOException {
        assertThat(Diagram.components(DRAWING).values())
                .filteredOn(root -> Codebase.PRODUCTION.stream()
                        .noneMatch(type -> type.getPackageName().startsWith(root)))
                .isEmpty();
    }

    @Test
    void one_module_alone_is_packaged_as_a_web_archive() throws IOException {
        Path fixture = Path.of("src/test/resources/fixture");
        assertThat(Diagram.packagedAs("war", fixture)).containsExactly("north", "south");

        assertThat(Diagram.packagedAs("war", Codebase.root())).containsExactly("app");
    }

    @Test
    void the_server_looks_for_beans_in_every_module() throws IOException {
        String scanned = Tree.read(Path.of("app/src/main/webapp/WEB-INF/payara-web.xml"));

        assertThat(Diagram.modules(Codebase.root().resolve("pom.xml")))
                .filteredOn(module -> Files.exists(Codebase.root().resolve("modules/" + module)))
                .isNotEmpty()
                .allSatisfy(module -> assertThat(scanned).contains("<scanning-include>" + module + "*<"));
    }

    @Test
    void modules_are_free_of_cycles() {
        assertHoldsAndBites(
                slices().matching("io.imprimatur.(*)..").should().beFreeOfCycles(),
                SeesAnotherGate.class,
                SeenByAnotherGate.class);
    }

    @Test
    void the_packages_inside_the_application_are_free_of_cycles() {
        assertHoldsAndBites(
                slices().matching("io.imprimatur.app.(**)").should().beFreeOfCycles(), North.class, South.class);
    }

    @Test
    void nobody_calls_a_rest_resource() {
        assertHoldsAndBites(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("io.imprimatur..rest..", "io.imprimatur.app.web..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.imprimatur..rest..")
                        .because("resources call the root of their module; only the application lists them"),
                CallsAResource.class);
    }

    @Test
    void only_workflows_and_the_wiring_of_its_web_applications_know_the_engine() {
        assertHoldsAndBites(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("io.imprimatur.workflows..", "io.imprimatur.app.camunda..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.camunda..", "camundajar..")
                        .because("the engine can then be replaced in one place"),
                KnowsTheEngine.class);
    }

    @Test
    void every_package_promises_its_nullness() {
        assertHoldsAndBites(classes().should(Conditions.resideInANullMarkedPackage()), Unmarked.class);
    }
}
