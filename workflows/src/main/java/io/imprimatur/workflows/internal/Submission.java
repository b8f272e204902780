package io.imprimatur.workflows.internal;

import io.imprimatur.workflows.Variables;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was sent with the task completion in progress on this thread. The guard reads it here and not from the
 * engine's variables, where a decision of an earlier task may still lie and where free text must never come.
 */
record Submission(Map<String, String> texts) {

    static final Submission NONE = new Submission(Map.of());

    private static final ThreadLocal<@Nullable Submission> CURRENT = new ThreadLocal<>();

    Submission {
        texts = Map.copyOf(texts);
    }

    String decision() {
        return text(Variables.DECISION);
    }

    String evidenceDigest() {
        return text(Variables.EVIDENCE_DIGEST);
    }

    String reason() {
        return text(Variables.REASON);
    }

    String rootCause() {
        return text(Variables.ROOT_CAUSE);
    }

    /** What was sent under this name; empty where nothing was. */
    String text(String name) {
        return texts.getOrDefault(name, "");
    }

    static Submission current() {
        Submission submission = CURRENT.get();
        return submission == null ? NONE : submission;
    }

    static void begin(Submission submission) {
        CURRENT.set(submission);
    }

    static void end() {
        CURRENT.remove();
    }
}
