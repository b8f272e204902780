package io.imprimatur.notification.internal;

/**
 * How an attempt ended.
 *
 * @param outcome what becomes of the message
 * @param failure why it failed, in words of this house and never the other side's; empty when it did not
 */
public record Delivery(Outcome outcome, String failure) {

    public enum Outcome {
        SENT,
        /** It is tried again, until it has no attempts left. */
        FAILED,
        /** No further attempt can succeed. */
        HOPELESS
    }

    static final Delivery SENT = new Delivery(Outcome.SENT, "");

    static Delivery failed(String failure) {
        return new Delivery(Outcome.FAILED, failure);
    }

    static Delivery hopeless(String failure) {
        return new Delivery(Outcome.HOPELESS, failure);
    }
}
