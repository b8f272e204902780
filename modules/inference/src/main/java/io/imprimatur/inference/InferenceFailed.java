package io.imprimatur.inference;

/** The model, not the client, failed: the caller decides who answers instead. */
public final class InferenceFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Stable reasons. */
    public enum Reason {
        /** The version is not loaded, or not warm yet. */
        NOT_LOADED,
        /** Too many requests wait already. */
        QUEUE_FULL,
        /** The model threw on this input. */
        MODEL_FAILED,
        /** No answer in time. */
        TIMED_OUT,
        /** The version was unloaded while the request waited. */
        UNLOADED
    }

    private final Reason reason;

    public InferenceFailed(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The stable code. */
    public String code() {
        return reason.name();
    }

    public Reason reason() {
        return reason;
    }
}
