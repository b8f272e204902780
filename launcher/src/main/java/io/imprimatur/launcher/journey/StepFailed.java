package io.imprimatur.launcher.journey;

/** What the journey expected and what it found instead. */
public final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StepFailed(String sentence) {
        super(sentence);
    }

    public StepFailed(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
