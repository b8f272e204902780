package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.DomainException;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.identity.IdentityProviderException;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person why the engine refused a command: the rule that it broke, or the race that it lost. The engine would
 * wrap the first as a server error, and tells the second in the words of its tables.
 */
final class Refusal {

    private static final Set<Class<?>> OF_A_TASK =
            Set.of(ClaimTaskCmd.class, AssignTaskCmd.class, CompleteTaskCmd.class, SubmitTaskFormCmd.class);

    /**
     * PostgreSQL's words for a transaction that another one was in the way of. The last one is a row of the engine that
     * hangs on one which somebody else's end of the case has just deleted, or the other way about.
     */
    private static final Set<String> RACED = Set.of("40001", "40P01", "55P03", "23503");

    private Refusal() {}

    /** What to throw in place of what was thrown; its cause is the broken rule, if it is one. */
    static RuntimeException of(Command<?> command, RuntimeException thrown) {
        DomainException broken = rule(command, thrown);
        if (broken == null) {
            return thrown;
        }
        String message = broken.code() + ": " + broken.getMessage();
        if (broken.kind() == DomainException.Kind.FORBIDDEN) {
            RuntimeException forbidden = new AuthorizationException(message);
            forbidden.initCause(broken);
            return forbidden;
        }
        return new BadUserRequestException(message, broken);
    }

    private static @Nullable DomainException rule(Command<?> command, RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DomainException broken) {
                return broken;
            }
            if (isLostRace(cause)) {
                return DomainException.conflict(
                        "CHANGED_CONCURRENTLY",
                        "Somebody else changed this case at the same moment. Load it again and decide on what is there.");
            }
            if (cause instanceof IdentityProviderException) {
                // Its causes quote what Keycloak answered, and that is people's names.
                return DomainException.unavailable(
                        "DIRECTORY_FAILED", "What Keycloak says of users and groups could not be read. Ask again.");
            }
            if (cause instanceof TaskAlreadyClaimedException) {
                return DomainException.conflict("TASK_CLAIMED", "Another person has claimed this task.");
            }
        }
        return OF_A_TASK.contains(command.getClass()) && isOfNoTask(thrown)
                ? DomainException.conflict(
                        "TASK_GONE", "This task is open no longer: it was completed, or its case went another way.")
                : null;
    }

    /** Whether it, or what caused it, says that somebody else was faster. */
    static boolean tellsOfALostRace(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isLostRace(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLostRace(Throwable cause) {
        return cause instanceof OptimisticLockingException
                || cause instanceof OptimisticLockException
                || cause instanceof SQLException sql && RACED.contains(sql.getSQLState());
    }

    private static boolean isOfNoTask(RuntimeException thrown) {
        return thrown instanceof NullValueException
                && String.valueOf(thrown.getMessage()).contains("task is null");
    }
}
