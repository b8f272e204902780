package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.DomainException;
import java.util.Set;
import org.camunda.bpm.engine.impl.cmd.AbstractAddIdentityLinkCmd;
import org.camunda.bpm.engine.impl.cmd.AbstractSetTaskPropertyCmd;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SetJobRetriesCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;

/**
 * The few commands that a logged-in person may give beside reading, and what each of them may not ask for: a task is
 * claimed for oneself and given back by whoever holds it, and a job that failed is tried again, never stopped or moved
 * in time. The task guard and the engine's authorizations refuse further.
 */
final class OpenCommands {

    /** More tries than this are no repair. */
    private static final int MOST_RETRIES = 10;

    private static final Set<Class<?>> OPEN = Set.of(
            ClaimTaskCmd.class,
            AssignTaskCmd.class,
            CompleteTaskCmd.class,
            SubmitTaskFormCmd.class,
            SetJobRetriesCmd.class);

    private OpenCommands() {}

    /** These very classes: resolving a task is a kind of completing it, and is not open. */
    static boolean contain(Class<?> command) {
        return OPEN.contains(command);
    }

    /**
     * The command as it may run in this person's name.
     *
     * @throws DomainException TASK_FOR_ANOTHER, RETRIES_ONLY; TASK_NOT_HELD when it runs
     */
    static <T> Command<T> narrowed(Command<T> command, String person) {
        if (command instanceof ClaimTaskCmd) {
            if (!person.equals(CompletionVariables.field(command, ClaimTaskCmd.class, "userId"))) {
                throw forAnother();
            }
        } else if (command instanceof AssignTaskCmd) {
            if (CompletionVariables.field(command, AbstractAddIdentityLinkCmd.class, "userId") != null) {
                throw forAnother();
            }
            return givenBack(command, person);
        } else if (command instanceof SetJobRetriesCmd) {
            requireAnotherTry(command);
        }
        return command;
    }

    /** The engine would ask for the right to assign anybody; who holds a task may always give it back. */
    private static <T> Command<T> givenBack(Command<T> command, String person) {
        String id = String.valueOf(CompletionVariables.field(command, AbstractSetTaskPropertyCmd.class, "taskId"));
        return context -> {
            TaskEntity task = context.getTaskManager().findTaskById(id);
            if (task == null || !person.equals(task.getAssignee())) {
                throw DomainException.forbidden("TASK_NOT_HELD", "A task is given back by whoever has claimed it.");
            }
            return context.runWithoutAuthorization(command);
        };
    }

    private static void requireAnotherTry(Command<?> command) {
        boolean moved = Boolean.TRUE.equals(CompletionVariables.field(command, SetJobRetriesCmd.class, "isDueDateSet"));
        boolean tries = CompletionVariables.field(command, SetJobRetriesCmd.class, "retries") instanceof Integer retries
                && retries >= 1
                && retries <= MOST_RETRIES;
        if (moved || !tries) {
            throw DomainException.forbidden(
                    "RETRIES_ONLY",
                    "A job that failed is given 1 to " + MOST_RETRIES
                            + " new tries. No job is stopped, and none runs at another time than the process says.");
        }
    }

    private static DomainException forAnother() {
        return DomainException.forbidden(
                "TASK_FOR_ANOTHER", "A task is claimed by whoever will decide it, and handed to nobody.");
    }
}
