package io.imprimatur.launcher;

/** Why the stack cannot do what it was asked to: one sentence that says what to do about it. */
public final class LaunchFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LaunchFailed(String sentence) {
        super(sentence);
    }

    public LaunchFailed(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
