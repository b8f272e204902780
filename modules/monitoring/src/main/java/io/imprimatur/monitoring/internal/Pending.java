package io.imprimatur.monitoring.internal;

import io.imprimatur.monitoring.PredictionRecord;
import java.util.concurrent.CompletableFuture;

/**
 * A record on its way into the log.
 *
 * @param answered whether its prediction is answered before it is committed: then nobody waits for it, and it must not
 *     be lost
 * @param committed completed once it is committed, or failed once it is known that it will not be
 */
public record Pending(PredictionRecord record, boolean answered, CompletableFuture<Void> committed) {

    public static Pending awaited(PredictionRecord record) {
        return new Pending(record, false, new CompletableFuture<>());
    }

    public static Pending answered(PredictionRecord record) {
        return new Pending(record, true, new CompletableFuture<>());
    }
}
