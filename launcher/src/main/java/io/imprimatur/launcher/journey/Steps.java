package io.imprimatur.launcher.journey;

import io.imprimatur.launcher.Reporter;
import java.time.Duration;
import java.util.function.Supplier;

/** Times each step and says how it went. */
final class Steps {

    private final Reporter reporter;

    Steps(Reporter reporter) {
        this.reporter = reporter;
    }

    /** Takes a step and returns what it found. */
    <T> T take(String what, Supplier<T> step) {
        long begun = System.nanoTime();
        try {
            T found = step.get();
            reporter.done(Duration.ofNanos(System.nanoTime() - begun), what);
            return found;
        } catch (RuntimeException e) {
            reporter.failed(Duration.ofNanos(System.nanoTime() - begun), what);
            throw e;
        }
    }

    /** Takes a step that finds nothing new. */
    void run(String what, Runnable step) {
        take(what, () -> {
            step.run();
            return true;
        });
    }

    static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new StepFailed(sentence);
        }
    }
}
