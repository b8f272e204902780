package io.imprimatur.monitoring;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import java.time.Instant;
import java.util.UUID;

/** Predictions of one champion and one challenger, as serving would record them. */
final class Answered {

    static final ModelName MODEL = new ModelName("credit-risk");
    static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456Z");

    final ReleaseId champion = ReleaseId.random();
    final ReleaseId challenger = ReleaseId.random();
    final VersionId championVersion = VersionId.random();
    final VersionId challengerVersion = VersionId.random();

    PredictionRecord byChampion() {
        return record(championVersion, champion, false, 1_000, "[0.75, 0.25]", false, null, false);
    }

    PredictionRecord byChallenger(long latencyMicros) {
        return record(challengerVersion, challenger, true, latencyMicros, "[0.5, 0.5]", false, null, false);
    }

    PredictionRecord byChampionAfterTheChallengerFailed() {
        return record(championVersion, champion, false, 90_000, "[0.75, 0.25]", true, null, false);
    }

    PredictionRecord byNobody() {
        return record(
                championVersion, champion, false, 1_000, PredictionRecord.NO_OUTPUT, false, "MODEL_FAILED", false);
    }

    PredictionRecord askedOfTheChallengerByAnOperator() {
        return record(challengerVersion, challenger, true, 900_000, "[0.5, 0.5]", false, null, true);
    }

    PredictionRecord withRequestId(String requestId) {
        return with(PredictionId.at(AT), AT, requestId);
    }

    PredictionRecord at(Instant at) {
        return with(PredictionId.at(at), at, "request-1");
    }

    /** With an id that does not tell when it was asked for, as they were before the log had days. */
    PredictionRecord ofOld() {
        return with(new PredictionId(UUID.randomUUID()), AT, "request-1");
    }

    /** @param named whether the client named the subject */
    PredictionRecord asked(String subject, boolean named, byte[] inputs) {
        PredictionRecord record = byChampion();
        return new PredictionRecord(
                record.id(),
                record.model(),
                record.version(),
                record.release(),
                record.splitRevision(),
                record.challenger(),
                subject,
                record.at(),
                record.latencyMicros(),
                record.output(),
                null,
                null,
                null,
                null,
                false,
                named,
                inputs);
    }

    private PredictionRecord with(PredictionId id, Instant at, String requestId) {
        PredictionRecord record = byChampion();
        return new PredictionRecord(
                id,
                record.model(),
                record.version(),
                record.release(),
                record.splitRevision(),
                record.challenger(),
                record.subject(),
                at,
                record.latencyMicros(),
                record.output(),
                null,
                null,
                null,
                requestId,
                false,
                true,
                null);
    }

    private PredictionRecord record(
            VersionId version,
            ReleaseId release,
            boolean byChallenger,
            long latencyMicros,
            String output,
            boolean challengerFailed,
            String ownFailure,
            boolean direct) {
        return new PredictionRecord(
                PredictionId.at(AT),
                MODEL,
                version,
                release,
                7,
                byChallenger,
                "pseudonym",
                AT,
                latencyMicros,
                output,
                challengerFailed ? challengerVersion : ownFailure != null ? version : null,
                challengerFailed ? challenger : ownFailure != null ? release : null,
                challengerFailed ? "MODEL_FAILED" : ownFailure,
                "request-1",
                direct,
                true,
                null);
    }
}
