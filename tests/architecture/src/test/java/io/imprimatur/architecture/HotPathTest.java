package io.imprimatur.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.imprimatur.fixture.OpensTheModelFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Follows every call that a prediction can make on its request thread. */
class HotPathTest {

    /** The database, the file system, the engine. */
    private static final Pattern SLOW =
            Pattern.compile("(java|javax)\\.sql\\..*|jakarta\\.persistence\\..*|jakarta\\.transaction\\..*"
                    + "|java\\.nio\\.file\\.Files|java\\.nio\\.channels\\.FileChannel"
                    + "|java\\.io\\.(File.*|RandomAccessFile)|org\\.camunda\\..*");

    /** Begun from the request thread, and then run on a thread of its own: one group commit for many predictions. */
    private static final Set<String> OTHER_THREADS = Set.of("io.imprimatur.monitoring.internal.GroupCommit.write()");

    @Test
    void a_prediction_reads_no_database_opens_no_file_and_calls_no_engine() {
        Set<JavaCodeUnit> reached = reachedFrom(Codebase.PRODUCTION, "io.imprimatur.serving.rest.V2Servlet", "infer");

        assertThat(reached)
                .extracting(JavaCodeUnit::getFullName)
                .as("the walk reaches the end of the path")
                .anyMatch(name -> name.startsWith("io.imprimatur.inference.Inference.infer("))
                .anyMatch(name -> name.startsWith("io.imprimatur.monitoring.Predictions.record("));
        assertThat(slowCalls(reached)).isEmpty();
    }

    @Test
    void a_file_opened_behind_two_calls_and_a_lambda_is_noticed() {
        JavaClasses fixture = new ClassFileImporter().importClasses(OpensTheModelFile.class);

        assertThat(slowCalls(reachedFrom(fixture, OpensTheModelFile.class.getName(), "infer")))
                .singleElement()
                .asString()
                .contains("java.nio.file.Files");
    }

    private static Set<JavaCodeUnit> reachedFrom(JavaClasses classes, String type, String method) {
        Deque<JavaCodeUnit> open = new ArrayDeque<>();
        classes.get(type).getMethods().stream()
                .filter(candidate -> candidate.getName().equals(method))
                .forEach(open::add);
        assertThat(open).as("%s has a method %s", type, method).isNotEmpty();
        Set<JavaCodeUnit> reached = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            JavaCodeUnit next = open.poll();
            if (!OTHER_THREADS.contains(next.getFullName()) && reached.add(next)) {
                next(next).forEach(open::add);
            }
        }
        return reached;
    }

    /** Calls and method references that lead to code of ours. */
    private static Stream<JavaCodeUnit> next(JavaCodeUnit unit) {
        return Stream.concat(
                        unit.getCallsFromSelf().stream().flatMap(call -> call.getTarget().resolveMember().stream()),
                        unit.getCodeUnitReferencesFromSelf().stream()
                                .flatMap(reference -> reference.getTarget().resolveMember().stream()))
                .filter(JavaCodeUnit.class::isInstance)
                .map(JavaCodeUnit.class::cast)
                .filter(target -> target.getOwner().getPackageName().startsWith("io.imprimatur"));
    }

    private static List<String> slowCalls(Set<JavaCodeUnit> reached) {
        Set<String> slow = new TreeSet<>();
        for (JavaCodeUnit unit : reached) {
            unit.getCallsFromSelf().stream()
                    .filter(call ->
                            SLOW.matcher(call.getTargetOwner().getName()).matches())
                    .forEach(call -> slow.add(
                            unit.getFullName() + " calls " + call.getTarget().getFullName()));
        }
        return List.copyOf(slow);
    }
}
