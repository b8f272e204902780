package io.imprimatur.workflows.internal;

import io.imprimatur.workflows.ReviewOverdue;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps what was told about overdue tasks. */
final class Told implements Event<ReviewOverdue> {

    final List<ReviewOverdue> events = new ArrayList<>();

    @Override
    public void fire(ReviewOverdue event) {
        events.add(event);
    }

    @Override
    public <U extends ReviewOverdue> CompletionStage<U> fireAsync(U event) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }

    @Override
    public <U extends ReviewOverdue> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
        return fireAsync(event);
    }

    @Override
    public Event<ReviewOverdue> select(Annotation... qualifiers) {
        return this;
    }

    @Override
    public <U extends ReviewOverdue> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends ReviewOverdue> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }
}
