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
    private final ScheduledFuture<?> deadline;
    private int held;
    private boolean ended;

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
            if (gatheredAll()) {
                end(this::answer);
            }
        } catch (DomainException e) {
            end(() -> whole.failed(e));
        }
    }

    /**
     * Takes what is there. Containers call from several threads, and a request that was answered already serves the
     * next client: nobody may look into the stream after the end.
     */
    private synchronized boolean gatheredAll() throws IOException {
        while (!ended && from.isReady()) {
            int read = from.read(chunk);
            if (read < 0) {
                return true;
            }
            if (gathered.size() + read > limit) {
                throw LimitedStream.tooLarge(limit);
            }
            inFlight.take(read);
            held += read;
            gathered.write(chunk, 0, read);
            if (gathered.size() == announced) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onAllDataRead() {
        end(this::answer);
    }

    private void answer() {
        whole.arrived(new ByteArrayInputStream(gathered.toByteArray()));
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
        if (!isFirst()) {
            return;
        }
        deadline.cancel(false);
        try {
            last.run();
        } finally {
            inFlight.give(held);
            context.complete();
        }
    }

    private synchronized boolean isFirst() {
        boolean first = !ended;
        ended = true;
        return first;
    }
}
