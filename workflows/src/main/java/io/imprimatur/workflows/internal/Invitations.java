package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ReleaseId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How reviewers learn that a task waits for them. */
interface Invitations {

    /**
     * A task was created, in the transaction in progress.
     *
     * @param key the task's id in the process: {@code Task_SignOff}
     * @param groups whose task it is
     * @param due until when; null without a date
     * @param task the engine's id of it
     */
    void invite(ReleaseId release, String key, Set<String> groups, @Nullable Instant due, String task);
}
