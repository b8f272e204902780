package io.imprimatur.serving;

import io.imprimatur.identity.Pseudonyms;
import io.imprimatur.inference.Inference;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.PredictionRecord;
import io.imprimatur.monitoring.Predictions;
import io.imprimatur.rollout.Assignment;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Splits;
import io.imprimatur.rollout.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to the version its subject is assigned to. A challenger that fails costs the client nothing: the
 * champion answers within the same request, and the failure counts against the challenger. Every answer is recorded
 * before it is given.
 */
@ApplicationScoped
public class Router {

    private final Splits splits;
    private final Assignment assignment;
    private final Pseudonyms pseudonyms;
    private final Inference inference;
    private final Predictions predictions;
    private final Clock clock;

    /** A challenger that was asked and could not answer. */
    private record Failure(Target target, InferenceFailed cause) {
        /** A version that is only not loaded yet has not failed at anything. */
        boolean countsAgainstIt() {
            return cause.reason() != InferenceFailed.Reason.NOT_LOADED;
        }
    }

    @Inject
    public Router(
            Splits splits,
            Assignment assignment,
            Pseudonyms pseudonyms,
            Inference inference,
            Predictions predictions,
            Clock clock) {
        this.splits = splits;
        this.assignment = assignment;
        this.pseudonyms = pseudonyms;
        this.inference = inference;
        this.predictions = predictions;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Router() {
        this.splits = null;
        this.assignment = null;
        this.pseudonyms = null;
        this.inference = null;
        this.predictions = null;
        this.clock = null;
    }

    /**
     * Predicts.
     *
     * @param subject whom the prediction is about; without one the assignment is drawn for this request alone
     * @param requestId the client's own id
     * @param arrivedNanos {@link System#nanoTime()} at the request's arrival
     * @throws DomainException MODEL_NOT_IN_SERVICE, MODEL_NOT_READY, MODEL_BUSY, MODEL_FAILED, TENSOR_…, RECORDING_…
     */
    public Answer predict(
            ModelName model,
            @Nullable String subject,
            List<Tensor> inputs,
            @Nullable String requestId,
            long arrivedNanos) {
        Split split = splits.of(model).orElseThrow(() -> notInService(model));
        PredictionId id = PredictionId.random();
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String pseudonym = pseudonyms.of(subject == null ? id.toString() : subject);
        Target champion = split.champion();
        Target challenger = split.challenger();
        Failure failure = null;
        if (challenger != null && assignment.toChallenger(split, pseudonym)) {
            try {
                List<Tensor> outputs = inference.infer(challenger.version(), inputs);
                return record(split, challenger, id, at, pseudonym, outputs, null, requestId, arrivedNanos);
            } catch (InferenceFailed e) {
                failure = new Failure(challenger, e);
            }
        }
        if (champion == null) {
            throw failure == null ? notInService(model) : told(model, failure.cause());
        }
        try {
            List<Tensor> outputs = inference.infer(champion.version(), inputs);
            return record(split, champion, id, at, pseudonym, outputs, failure, requestId, arrivedNanos);
        } catch (InferenceFailed e) {
            throw told(model, e);
        }
    }

    /**
     * Predicts with one given version of those that the split holds, whatever the subject's assignment.
     *
     * @throws DomainException VERSION_NOT_IN_SERVICE, and as {@link #predict}
     */
    public Answer predictWith(
            ModelName model,
            int versionNumber,
            @Nullable String subject,
            List<Tensor> inputs,
            @Nullable String requestId,
            long arrivedNanos) {
        Split split = splits.of(model).orElseThrow(() -> notInService(model));
        Target target = split.targets().stream()
                .filter(candidate -> candidate.versionNumber() == versionNumber)
                .findFirst()
                .orElseThrow(() -> DomainException.unknown(
                        "VERSION_NOT_IN_SERVICE", "Version " + versionNumber + " of '" + model + "' is not in service."));
        PredictionId id = PredictionId.random();
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String pseudonym = pseudonyms.of(subject == null ? id.toString() : subject);
        try {
            List<Tensor> outputs = inference.infer(target.version(), inputs);
            return record(split, target, id, at, pseudonym, outputs, null, requestId, arrivedNanos);
        } catch (InferenceFailed e) {
            throw told(model, e);
        }
    }

    private Answer record(
            Split split,
            Target answered,
            PredictionId id,
            Instant at,
            String pseudonym,
            List<Tensor> outputs,
            @Nullable Failure failure,
            @Nullable String requestId,
            long arrivedNanos) {
        Failure counted = failure != null && failure.countsAgainstIt() ? failure : null;
        predictions.record(new PredictionRecord(
                id,
                split.model(),
                answered.version(),
                answered.release(),
                split.revision(),
                answered.equals(split.challenger()),
                pseudonym,
                at,
                (System.nanoTime() - arrivedNanos) / 1_000,
                outputs.get(0).data(),
                counted == null ? null : counted.target().version(),
                counted == null ? null : counted.target().release(),
                counted == null ? null : counted.cause().code(),
                requestId));
        return new Answer(
                id,
                answered.versionNumber(),
                split.revision(),
                outputs,
                failure == null ? null : failure.target().versionNumber(),
                failure == null ? null : failure.cause().code());
    }

    private static DomainException notInService(ModelName model) {
        return DomainException.unavailable(
                "MODEL_NOT_IN_SERVICE", "No version of '" + model + "' is in service for this request.");
    }

    private static DomainException told(ModelName model, InferenceFailed failed) {
        return switch (failed.reason()) {
            case QUEUE_FULL, TIMED_OUT -> DomainException.overloaded(
                    "MODEL_BUSY", "'" + model + "' has more requests than it can answer now. Try again.");
            case NOT_LOADED, UNLOADED -> DomainException.unavailable(
                    "MODEL_NOT_READY", "'" + model + "' is being loaded. Try again.");
            case MODEL_FAILED -> DomainException.unprocessable(
                    "MODEL_FAILED", "'" + model + "' could not compute an answer for these values.");
        };
    }
}
