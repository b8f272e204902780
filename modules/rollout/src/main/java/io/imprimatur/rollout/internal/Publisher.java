package io.imprimatur.rollout.internal;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.SplitPublished;
import io.imprimatur.rollout.Target;
import jakarta.enterprise.event.Event;
import org.jspecify.annotations.Nullable;

/** Publishes a revision of a split: the row, the ledger's entry and the word to all nodes, in one transaction. */
public final class Publisher {

    private final SplitStore store;
    private final Ledger ledger;
    private final Event<Object> events;

    public Publisher(SplitStore store, Ledger ledger, Event<Object> events) {
        this.store = store;
        this.ledger = ledger;
        this.events = events;
    }

    public Split publish(Split split) {
        store.publish(split);
        ledger.append(
                "SPLIT_PUBLISHED",
                CanonicalJson.object()
                        .put("model", split.model().value())
                        .put("revision", split.revision())
                        .put("champion", version(split.champion()))
                        .put("challenger", version(split.challenger()))
                        .put("share", split.challengerShare())
                        .put("stopped", split.stop() != null));
        events.fire(new SplitPublished(split));
        return split;
    }

    private static @Nullable String version(@Nullable Target target) {
        return target == null ? null : target.version().toString();
    }
}
