package io.imprimatur.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static io.imprimatur.architecture.Codebase.assertHoldsAndBites;

import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.imprimatur.fixture.OpenResource;
import io.imprimatur.fixture.PaymentManager;
import io.imprimatur.fixture.PrintsToTheConsole;
import io.imprimatur.fixture.ReadsTheWallClock;
import io.imprimatur.fixture.RunsScripts;
import io.imprimatur.fixture.UnauditedEntity;
import io.imprimatur.kernel.SystemClock;
import io.imprimatur.privacy.rest.fixture.TransactionalResource;
import org.junit.jupiter.api.Test;

/** How the code of the house is written. */
class HouseRulesTest {

    /** Programs of their own, that speak to a terminal and keep its time. */
    private static final String[] PROGRAMS = {"io.imprimatur.launcher..", "io.imprimatur.provisioning.."};

    @Test
    void transactions_begin_in_services_and_never_in_resources() {
        String transactional = "jakarta.transaction.Transactional";
        assertHoldsAndBites(
                noClasses()
                        .that()
                        .resideInAnyPackage("io.imprimatur..rest..", "io.imprimatur.app.web..")
                        .should()
                        .beAnnotatedWith(transactional),
                TransactionalResource.class);
        assertHoldsAndBites(
                noMethods()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAnyPackage("io.imprimatur..rest..", "io.imprimatur.app.web..")
                        .should()
                        .beAnnotatedWith(transactional)
                        .allowEmptyShould(true),
                TransactionalResource.class);
    }

    @Test
    void every_resource_method_says_who_may_call_it() {
        assertHoldsAndBites(
                methods().that(Conditions.answerRequests()).should(Conditions.sayWhoMayCall()), OpenResource.class);
    }

    @Test
    void every_resource_is_closed_until_it_says_otherwise() {
        assertHoldsAndBites(
                classes()
                        .that()
                        .areAnnotatedWith("jakarta.ws.rs.Path")
                        .and()
                        .areNotInterfaces()
                        .should()
                        .beAnnotatedWith("jakarta.annotation.security.DenyAll")
                        .orShould()
                        .beAnnotatedWith("jakarta.annotation.security.RolesAllowed"),
                OpenResource.class);
    }

    @Test
    void every_entity_is_audited() {
        assertHoldsAndBites(
                classes()
                        .that()
                        .areAnnotatedWith("jakarta.persistence.Entity")
                        .and()
                        .areNotAnnotatedWith("org.hibernate.envers.RevisionEntity")
                        .should()
                        .beAnnotatedWith("org.hibernate.envers.Audited"),
                UnauditedEntity.class);
    }

    @Test
    void entities_have_verbs_instead_of_setters() {
        assertHoldsAndBites(
                classes().that().areAnnotatedWith("jakarta.persistence.Entity").should(Conditions.haveNoSetters()),
                UnauditedEntity.class);
    }

    @Test
    void time_is_told_by_the_injected_clock() {
        assertHoldsAndBites(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(PROGRAMS)
                        .and()
                        .doNotHaveFullyQualifiedName(SystemClock.class.getName())
                        .should(ArchConditions.callCodeUnitWhere(Conditions.readTheWallClock())),
                ReadsTheWallClock.class);
    }

    @Test
    void what_is_to_be_told_goes_to_the_log_and_not_to_the_console() {
        assertHoldsAndBites(
                noClasses().that().resideOutsideOfPackages(PROGRAMS).should(ACCESS_STANDARD_STREAMS),
                PrintsToTheConsole.class);
    }

    @Test
    void no_script_engine_is_used() {
        assertHoldsAndBites(
                noClasses()
                        .that()
                        // The wall itself: it stands in for the engine's script engines and finds none.
                        .haveNameNotMatching("io\\.imprimatur\\.workflows\\.internal\\.NoScripts.*")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("javax.script..", "groovy..", "org.graalvm..", "org.mozilla.javascript.."),
                RunsScripts.class);
    }

    @Test
    void names_say_what_a_class_does() {
        assertHoldsAndBites(
                noClasses()
                        .should(ArchConditions.be(
                                Conditions.haveANameThatSaysNothing("Manager", "Helper", "Util", "Utils"))),
                PaymentManager.class);
    }
}
