package io.imprimatur.launcher.journey;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Waits for what must come. */
public final class Await {

    private static final long INTERVAL_MILLIS = 150;

    private Await() {}

    /** Asks until there is an answer; the supplier throws when none can come any more. */
    public static <T> T until(String what, Duration patience, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() > end) {
                throw new StepFailed("Waited " + patience.toSeconds() + " s in vain for this: " + what);
            }
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StepFailed("Interrupted while waiting for this: " + what, e);
            }
        }
    }
}
