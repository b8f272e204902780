package io.imprimatur.release;

import java.time.Instant;
import java.util.List;

/**
 * How an approval became void.
 *
 * @param since when
 * @param because in a sentence that a reviewer reads
 * @param changes what is different from what was approved; empty when it was not the evidence
 */
public record Voiding(Instant since, String because, List<Change> changes) {

    public Voiding {
        changes = List.copyOf(changes);
    }
}
