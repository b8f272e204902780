package io.imprimatur.serving;

import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.PredictionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prediction, ready to be sent.
 *
 * @param versionNumber the version that answered, within its model
 * @param splitRevision the split by which it was chosen
 * @param fallbackFrom the number of the version that was asked first and could not answer; null if none
 * @param fallbackReason why it could not: a stable code
 * @param recorded false only where the risk class lets a version answer without a record, and there is none: nothing is
 *     known of such an id, and no outcome can be reported for it
 */
public record Answer(
        PredictionId id,
        int versionNumber,
        long splitRevision,
        List<Tensor> outputs,
        @Nullable Integer fallbackFrom,
        @Nullable String fallbackReason,
        boolean recorded) {

    public Answer {
        outputs = List.copyOf(outputs);
    }
}
