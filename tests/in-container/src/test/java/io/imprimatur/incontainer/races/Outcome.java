package io.imprimatur.incontainer.races;

import io.imprimatur.kernel.DomainException;
import jakarta.persistence.OptimisticLockException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.OptimisticLockingException;

/** How a move ended, in one word or two: {@code done}, a kind of refusal with its code, or what nobody foresaw. */
final class Outcome {

    static final String DONE = "DONE";
    static final String IMPOSSIBLE = "IMPOSSIBLE";
    static final String UNFORESEEN = "UNFORESEEN";

    private Outcome() {}

    static String of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DomainException broken) {
                return broken.kind() + " " + broken.code();
            }
            if (cause instanceof OptimisticLockingException || cause instanceof OptimisticLockException) {
                return DomainException.Kind.CONFLICT + " CHANGED_CONCURRENTLY";
            }
        }
        if (thrown instanceof AuthorizationException) {
            // The task was taken away between the look at it and the act; the engine's REST interface answers 403.
            return DomainException.Kind.FORBIDDEN + " TASK_GONE";
        }
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return UNFORESEEN + " " + trace.toString().replace('\n', '|');
    }
}
