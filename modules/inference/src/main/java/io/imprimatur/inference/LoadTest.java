package io.imprimatur.inference;

import io.imprimatur.inference.LoadReport.Side;
import io.imprimatur.inference.internal.LoadRounds;
import io.imprimatur.kernel.VersionId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Puts a loaded version under load, and the champion with it: a few clients ask one row at a time, in short rounds that
 * go to the one and the other in turn. What else the machine does then meets both alike, and the median of the rounds'
 * ratios lets no single bad moment decide.
 */
@ApplicationScoped
public class LoadTest {

    private static final Duration SLICE = Duration.ofMillis(25);
    /** Two, since a node has at least two cores and live traffic goes on beside the test. */
    private static final int CLIENTS = 2;

    private final Inference inference;
    private final long millis;

    /**
     * A version with the requests that it is asked, one row each.
     *
     * @param version loaded
     * @param requests in its own encoding; asked over and over
     */
    public record Subject(VersionId version, List<Tensor> requests) {
        public Subject {
            requests = List.copyOf(requests);
        }
    }

    @Inject
    public LoadTest(
            Inference inference,
            @ConfigProperty(name = "imprimatur.inference.load-test.millis", defaultValue = "1500") long millis) {
        this.inference = inference;
        this.millis = millis;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected LoadTest() {
        this.inference = null;
        this.millis = 0;
    }

    /**
     * Measures both. It takes the configured time, and at most twice that and one time-out of an answer.
     *
     * @param champion null to measure the candidate alone
     */
    public LoadReport run(Subject candidate, @Nullable Subject champion) {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            LoadRounds rounds =
                    new LoadRounds(clients, CLIENTS, SLICE, (subject, row) -> inference.infer(subject.version(), row));
            return rounds.run(candidate, champion, Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LoadReport(0, new Side(0, 0, 0, 0, 0), null, null, null);
        } finally {
            clients.shutdownNow();
        }
    }
}
