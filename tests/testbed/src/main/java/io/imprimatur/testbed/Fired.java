package io.imprimatur.testbed;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Keeps the events that were fired and calls nobody, but for whoever refuses them when the test says so. */
public final class Fired<T> implements Event<T> {

    private final List<T> events = new ArrayList<>();
    private @Nullable RuntimeException refusal;

    /** Those fired and not refused, oldest first. */
    public List<T> events() {
        return events;
    }

    /** From now on whoever hears an event throws this; null: nobody does. */
    public void refuse(@Nullable RuntimeException thrown) {
        refusal = thrown;
    }

    @Override
    public void fire(T event) {
        if (refusal != null) {
            throw refusal;
        }
        events.add(event);
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event) {
        fire(event);
        return CompletableFuture.completedFuture(event);
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
        return fireAsync(event);
    }

    @Override
    public Event<T> select(Annotation... qualifiers) {
        return this;
    }

    @Override
    @SuppressWarnings("unchecked") // it keeps whatever it is given
    public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
        return (Event<U>) this;
    }

    @Override
    @SuppressWarnings("unchecked") // it keeps whatever it is given
    public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        return (Event<U>) this;
    }
}
