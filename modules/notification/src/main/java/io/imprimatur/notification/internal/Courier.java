package io.imprimatur.notification.internal;

import java.util.concurrent.CompletableFuture;

/** Carries messages of one channel to where they go. */
public interface Courier {

    Channel channel();

    /** Makes one attempt; whatever goes wrong is told as a delivery, never thrown. */
    CompletableFuture<Delivery> send(Message message);
}
