package io.imprimatur.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the first load of an artifact went, in a process of its own.
 *
 * @param loaded whether it loaded and answered the sample
 * @param reasons why not, one sentence each
 * @param millis how long the child process lived
 * @param walls what held the child process, and what could not on this machine
 * @param device where it ran, and in which engine; null when it did not load, or did not say
 */
public record FirstLoadReport(
        boolean loaded,
        List<String> reasons,
        long millis,
        List<String> walls,
        @Nullable Device device) {

    public FirstLoadReport {
        reasons = List.copyOf(reasons);
        walls = List.copyOf(walls);
    }
}
