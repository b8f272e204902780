package io.imprimatur.workflows.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.junit.jupiter.api.Test;

/** Held against every command that this engine has: an upgrade that brings another one is looked at. */
class CommandGateTest {

    @Test
    void beside_reading_nothing_is_open_but_what_people_do_with_their_tasks_and_operators_with_failed_jobs()
            throws IOException {
        Set<String> open = commands().stream()
                .filter(CommandGate::isOpen)
                .map(Class::getSimpleName)
                .filter(name -> !name.matches("(Get|Find|Is|Exists).*|Create.*Query.*"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(open)
                .containsExactly(
                        "AssignTaskCmd",
                        "ClaimTaskCmd",
                        "CompleteTaskCmd",
                        "ExecuteFilterCountCmd",
                        "ExecuteFilterListCmd",
                        "ExecuteFilterListPageCmd",
                        "ExecuteFilterSingleResultCmd",
                        "SetJobRetriesCmd",
                        "SubmitTaskFormCmd");
    }

    @Test
    void what_reads_by_its_name_does_not_write() throws IOException {
        assertThat(commands().stream()
                        .filter(CommandGate::isOpen)
                        .map(Class::getSimpleName)
                        .filter(name -> name.matches(".*(Set|Delete|Remove|Update|Save|Suspend|Activate).*"))
                        .filter(name -> !name.matches("SetJobRetriesCmd")))
                .isEmpty();
    }

    @Test
    void queries_are_open() {
        assertThat(CommandGate.isOpen(TaskQueryImpl.class)).isTrue();
    }

    private static Set<Class<?>> commands() throws IOException {
        String engine = CompleteTaskCmd.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        try (JarFile jar = new JarFile(engine)) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches("org/camunda/bpm/engine/impl/.*Cmd\\.class"))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .map(CommandGateTest::load)
                    .filter(Command.class::isAssignableFrom)
                    .collect(Collectors.toSet());
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, CommandGateTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
