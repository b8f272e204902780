package io.imprimatur.serving.rest;

import io.imprimatur.kernel.DomainException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A body that has not arrived yet. It is gathered as it comes, so that a slow sender holds his own few bytes and no
 * thread; what has not come in time is answered 408.
 */
final class ArrivingBody implements ReadListener {

    private static final int CHUNK = 8_192;

    private final AsyncContext context;
    private final ServletInputStream from;
    private final long announced;
    private final int limit;
    private final InFlight inFlight;
    private final Whole whole;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[CHUNK];
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ScheduledFuture<?> deadline;

    /** What is done with the body when it is there, or with what is wrong with it. */
    interface Whole {
        void arrived(InputStream body);

        void failed(RuntimeException reason);
    }

    private ArrivingBody(
            HttpServletRequest request,
            AsyncContext context,
            ServingLimits limits,
            InFlight inFlight,
            ScheduledExecutorService clock,
            Whole whole)
            throws IOException {
        this.context = context;
        this.from = request.getInputStream();
        this.announced = request.getContentLengthLong();
        this.limit = limits.body();
        this.inFlight = inFlight;
        this.whole = whole;
        this.deadline = clock.schedule(this::expire, limits.readTimeoutMillis(), TimeUnit.MILLISECONDS);
    }

    static void gather(
            HttpServletRequest request,
            ServingLimits limits,
            InFlight inFlight,
            ScheduledExecutorService clock,
            Whole whole)
            throws IOException {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        ArrivingBody body = new ArrivingBody(request, context, limits, inFlight, clock, whole);
        request.getInputStream().setReadListener(body);
        // Containers differ in whether they look first: what is there already is taken now.
        body.onDataAvailable();
    }

    @Override
    public void onDataAvailable() throws IOException {
        try {
            while (!ended.get() && from.isReady() && !from.isFinished()) {
                int read = from.read(chunk);
                if (read < 0) {
                    break;
                }
                if (gathered.size() + read > limit) {
                    throw LimitedStream.tooLarge(limit);
                }
                inFlight.take(read);
                held.addAndGet(read);
                gathered.write(chunk, 0, read);
            }
            if (gathered.size() == announced || from.isFinished()) {
                onAllDataRead();
            }
        } catch (DomainException e) {
            end(() -> whole.failed(e));
        } finally {
            if (ended.get()) {
                release();
            }
        }
    }

    @Override
    public void onAllDataRead() {
        end(() -> whole.arrived(new ByteArrayInputStream(gathered.toByteArray())));
    }

    @Override
    public void onError(Throwable broken) {
        end(() ->
                whole.failed(DomainException.invalid("REQUEST_BROKEN", "The body ended before it was there in full.")));
    }

    private void expire() {
        end(() -> whole.failed(DomainException.timedOut(
                "REQUEST_TIMEOUT", "The request did not arrive in time. Send it faster, or fewer rows at once.")));
    }

    /** Once: whoever comes first, the whole body, its failure or the deadline. */
    private void end(Runnable last) {
        if (ended.compareAndSet(false, true)) {
            deadline.cancel(false);
            try {
                last.run();
            } finally {
                release();
                context.complete();
            }
        }
    }

    private void release() {
        inFlight.give(held.getAndSet(0));
    }
}
