package io.imprimatur.workflows.internal;

import org.jspecify.annotations.Nullable;

/**
 * What was sent with the task completion in progress on this thread. The guard reads it here and not from the
 * engine's variables, where a decision of an earlier task may still lie and where free text must never come.
 */
record Submission(
        String decision,
        String evidenceDigest,
        String reason,
        String rootCause,
        String category,
        String categoryReason) {

    static final Submission NONE = new Submission("", "", "", "", "", "");

    private static final ThreadLocal<@Nullable Submission> CURRENT = new ThreadLocal<>();

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
