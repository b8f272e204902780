package io.imprimatur.serving;

import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.PredictionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded prediction, ready to be sent.
 *
 * @param versionNumber the version that answered, within its model
 * @param splitRevision the split by which it was chosen
 * @param fallbackFrom the number of the version that was asked first and could not answer; null if none
 * @param fallbackReason why it could not: a stable code
 */
public record Answer(
        PredictionId id,
        int versionNumber,
        long splitRevision,
        List<Tensor> outputs,
        @Nullable Integer fallbackFrom,
        @Nullable String fallbackReason) {

    public Answer {
        outputs = List.copyOf(outputs);
    }
}
