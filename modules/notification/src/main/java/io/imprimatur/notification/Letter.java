package io.imprimatur.notification;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mail to a role. It holds ids and figures of the release only, so that nothing that names a person, and nothing a
 * reviewer wrote, can leave with it.
 *
 * @param versionNumber of the version that the release is about, within its model
 * @param due until when an answer is asked for; null when there is no date
 * @param task the id of the task to open; null when nobody is asked to do anything
 */
public record Letter(
        Occasion occasion,
        ModelName model,
        int versionNumber,
        ReleaseId release,
        @Nullable Instant due,
        @Nullable String task) {

    /** A letter that asks for nothing. */
    public Letter(Occasion occasion, ModelName model, int versionNumber, ReleaseId release) {
        this(occasion, model, versionNumber, release, null, null);
    }
}
