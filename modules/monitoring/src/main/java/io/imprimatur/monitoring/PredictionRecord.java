package io.imprimatur.monitoring;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One prediction that was asked for.
 *
 * @param version the version that answered; the last one asked where none could
 * @param release the case that allowed it to
 * @param splitRevision the split by which it was chosen
 * @param challenger whether the challenger answered
 * @param subject the subject's pseudonym
 * @param latencyMicros from the request's arrival to the model's answer
 * @param output the first output as a JSON list, row-major; {@link #NO_OUTPUT} where no version could answer
 * @param failedVersion the version that was asked first and failed; null if none did
 * @param failedRelease the release of that version
 * @param failure why it failed: a stable code
 * @param requestId the client's own id
 * @param direct whether an operator asked this very version; such predictions count for nothing
 * @param named whether the client named the subject; else the pseudonym is of this request alone
 * @param inputs what was asked, as bytes, recorded encrypted; null in a record that was read from the log
 */
@SuppressWarnings("ArrayRecordComponent") // copying them would cost the hot path
public record PredictionRecord(
        PredictionId id,
        ModelName model,
        VersionId version,
        ReleaseId release,
        long splitRevision,
        boolean challenger,
        String subject,
        Instant at,
        long latencyMicros,
        String output,
        @Nullable VersionId failedVersion,
        @Nullable ReleaseId failedRelease,
        @Nullable String failure,
        @Nullable String requestId,
        boolean direct,
        boolean named,
        byte @Nullable [] inputs) {

    /** The output of a prediction that nobody could answer. */
    public static final String NO_OUTPUT = "[]";
}
