package io.imprimatur.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Set;

/** What ArchUnit does not say by itself. */
final class Conditions {

    private static final String SECURITY = "jakarta.annotation.security.";
    private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");

    private Conditions() {}

    static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + " resides in a package without @NullMarked package-info"));
            }
        };
    }

    /** A method that answers requests; a sub-resource locator has no verb and is not one. */
    static DescribedPredicate<JavaMethod> answerRequests() {
        return DescribedPredicate.describe(
                "answer requests",
                method -> VERBS.stream().anyMatch(verb -> method.isAnnotatedWith("jakarta.ws.rs." + verb)));
    }

    static ArchCondition<JavaMethod> sayWhoMayCall() {
        return new ArchCondition<>("say who may call them") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean said = method.isAnnotatedWith(SECURITY + "RolesAllowed")
                        || method.isAnnotatedWith(SECURITY + "PermitAll")
                        || method.isAnnotatedWith(SECURITY + "DenyAll")
                        || method.getOwner().isAnnotatedWith(SECURITY + "RolesAllowed");
                events.add(new SimpleConditionEvent(
                        method, said, method.getFullName() + " says nothing of who may call it"));
            }
        };
    }

    static ArchCondition<JavaClass> haveNoSetters() {
        return new ArchCondition<>("have no setters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethods().stream()
                        .filter(method -> method.getName().matches("set[A-Z].*"))
                        .filter(method -> !method.getModifiers().contains(JavaModifier.PRIVATE))
                        .forEach(method ->
                                events.add(SimpleConditionEvent.violated(type, method.getFullName() + " is a setter")));
            }
        };
    }

    /** Calls that read the wall clock behind the back of the injected one. */
    static DescribedPredicate<JavaCall<?>> readTheWallClock() {
        Set<String> bare = Set.of(
                "java.time.Instant",
                "java.time.LocalDate",
                "java.time.LocalDateTime",
                "java.time.LocalTime",
                "java.time.OffsetDateTime",
                "java.time.ZonedDateTime");
        return DescribedPredicate.describe("read the wall clock", call -> {
            String owner = call.getTargetOwner().getName();
            String name = call.getName();
            boolean noArguments = call.getTarget().getRawParameterTypes().isEmpty();
            return (bare.contains(owner) && name.equals("now") && noArguments)
                    || (owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick")))
                    || (owner.equals("java.util.Date") && name.equals("<init>") && noArguments)
                    || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"));
        });
    }

    static DescribedPredicate<JavaClass> haveANameThatSaysNothing(String... endings) {
        return DescribedPredicate.describe(
                "have a name that says nothing",
                type -> Arrays.stream(endings).anyMatch(type.getSimpleName()::endsWith));
    }
}
