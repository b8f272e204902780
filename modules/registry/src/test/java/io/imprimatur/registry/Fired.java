package io.imprimatur.registry;

import io.imprimatur.kernel.DomainException;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps the events that were fired, and refuses them when the test says so. */
final class Fired implements Event<Object> {

    private final List<Object> events = new ArrayList<>();
    private @Nullable String refusal;

    List<Object> events() {
        return events;
    }

    void refuse(@Nullable String code) {
        refusal = code;
    }

    @Override
    public void fire(Object event) {
        if (refusal != null) {
            throw DomainException.conflict(refusal, "Somebody needs it.");
        }
        events.add(event);
    }

    @Override
    public <U> CompletionStage<U> fireAsync(U event) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public <U> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
        return fireAsync(event);
    }

    @Override
    public Event<Object> select(Annotation... qualifiers) {
        return this;
    }

    @Override
    public <U> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    /** The same, for one who fires a single kind. */
    @SuppressWarnings("unchecked") // it keeps whatever it is given
    <U> Event<U> of(Class<U> kind) {
        return (Event<U>) (Event<?>) this;
    }
}
