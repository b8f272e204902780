package io.imprimatur.serving.rest;

import io.imprimatur.kernel.DomainException;
import java.util.concurrent.atomic.AtomicLong;

/** The bytes of all the requests that are being answered: past a bound, new ones are told to come again. */
final class InFlight {

    private final AtomicLong held = new AtomicLong();
    private final long limit;

    InFlight(long limit) {
        this.limit = limit;
    }

    /** @throws DomainException NODE_BUSY when there is no room; nothing is held then */
    void take(int bytes) {
        if (held.addAndGet(bytes) > limit) {
            held.addAndGet(-bytes);
            throw DomainException.overloaded(
                    "NODE_BUSY", "This node holds as many requests as it has memory for. Try again.");
        }
    }

    void give(int bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
