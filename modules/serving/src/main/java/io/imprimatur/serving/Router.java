package io.imprimatur.serving;

import io.imprimatur.identity.Pseudonyms;
import io.imprimatur.inference.Inference;
import io.imprimatur.inference.InferenceFailed;
import io.imprimatur.inference.InferenceFailed.Reason;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.PredictionRecord;
import io.imprimatur.monitoring.Predictions;
import io.imprimatur.rollout.Assignment;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Splits;
import io.imprimatur.rollout.Stop;
import io.imprimatur.rollout.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request to the version its subject is assigned to. A challenger that fails costs the client nothing: the
 * champion answers within the same request, and the failure counts against the challenger. Every answer is recorded
 * before it is given: committed, or buffered to be, as the risk class of who was asked has it. Where it cannot be, the
 * class decides whether it is given all the same.
 */
@ApplicationScoped
public class Router {

    private static final Logger LOG = Logger.getLogger(Router.class.getName());
    private static final String INPUT_REFUSED = "INPUT_REFUSED";

    private final Splits splits;
    private final Assignment assignment;
    private final Pseudonyms pseudonyms;
    private final Inference inference;
    private final Predictions predictions;
    private final Clock clock;
    private final AtomicLong unrecorded = new AtomicLong();

    /**
     * A version that was asked and could not answer.
     *
     * @param counts whether it is the version's fault: one that is only not loaded yet has failed at nothing
     */
    private record Failure(Target target, String code, boolean counts) {
        static Failure of(Target target, InferenceFailed cause) {
            boolean absent = cause.reason() == Reason.NOT_LOADED || cause.reason() == Reason.UNLOADED;
            return new Failure(target, cause.code(), !absent);
        }
    }

    /** What every record of a request repeats. */
    private record Request(
            Split split,
            PredictionId id,
            Instant at,
            String pseudonym,
            boolean named,
            List<Tensor> inputs,
            @Nullable String requestId,
            boolean direct,
            long arrivedNanos) {}

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
     * @throws DomainException MODEL_UNKNOWN, MODEL_STOPPED, MODEL_NOT_IN_SERVICE, MODEL_NOT_READY, MODEL_BUSY, MODEL_FAILED, TENSOR_…, RECORDING_…
     */
    public Answer predict(
            ModelName model,
            @Nullable String subject,
            List<Tensor> inputs,
            @Nullable String requestId,
            long arrivedNanos) {
        Split split = answering(model);
        Request request = request(split, subject, inputs, requestId, false, arrivedNanos);
        Target champion = split.champion();
        Target challenger = split.challenger();
        Failure failure = null;
        if (challenger != null && assignment.toChallenger(split, request.pseudonym())) {
            try {
                return answer(request, challenger, infer(challenger, inputs), null);
            } catch (InferenceFailed e) {
                failure = Failure.of(challenger, e);
                if (champion == null) {
                    throw unanswered(request, challenger, failure, e);
                }
            } catch (DomainException e) {
                if (champion == null) {
                    throw e;
                }
                // Clients speak the champion's signature. If it refuses the inputs too, they are at fault.
                failure = new Failure(challenger, INPUT_REFUSED, true);
            }
        }
        if (champion == null) {
            throw notInService(model);
        }
        List<Tensor> outputs;
        try {
            outputs = infer(champion, inputs);
        } catch (InferenceFailed e) {
            throw unanswered(request, champion, failure == null ? Failure.of(champion, e) : failure, e);
        }
        return answer(request, champion, outputs, failure);
    }

    /**
     * Predicts with one given version of those that the split holds, whatever the subject's assignment. Recorded, but
     * counted for nothing: nobody's traffic chose it.
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
        Split split = answering(model);
        Target target = split.targets().stream()
                .filter(candidate -> candidate.versionNumber() == versionNumber)
                .findFirst()
                .orElseThrow(() -> DomainException.unknown(
                        "VERSION_NOT_IN_SERVICE",
                        "Version " + versionNumber + " of '" + model + "' is not in service."));
        Request request = request(split, subject, inputs, requestId, true, arrivedNanos);
        try {
            return answer(request, target, infer(target, inputs), null);
        } catch (InferenceFailed e) {
            throw unanswered(request, target, Failure.of(target, e), e);
        }
    }

    private Request request(
            Split split,
            @Nullable String subject,
            List<Tensor> inputs,
            @Nullable String requestId,
            boolean direct,
            long arrivedNanos) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        PredictionId id = PredictionId.at(at);
        String pseudonym = pseudonyms.of(subject == null ? id.toString() : subject);
        return new Request(split, id, at, pseudonym, subject != null, inputs, requestId, direct, arrivedNanos);
    }

    /** Whatever goes wrong in a model is the model's failure, also an answer that is no number. */
    private List<Tensor> infer(Target target, List<Tensor> inputs) {
        List<Tensor> outputs;
        try {
            outputs = inference.infer(target.version(), inputs);
        } catch (InferenceFailed | DomainException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Version " + target.version() + " failed in an unforeseen way", e);
            throw new InferenceFailed(Reason.MODEL_FAILED, e.getClass().getSimpleName());
        }
        if (!outputs.stream().allMatch(Tensor::isFinite)) {
            throw new InferenceFailed(Reason.MODEL_FAILED, "The model answered with no number.");
        }
        return outputs;
    }

    private Answer answer(Request request, Target answered, List<Tensor> outputs, @Nullable Failure failure) {
        boolean recorded = record(request, answered, TensorValues.text(outputs.get(0)), failure);
        return new Answer(
                request.id(),
                answered.versionNumber(),
                request.split().revision(),
                outputs,
                failure == null ? null : failure.target().versionNumber(),
                failure == null ? null : failure.code(),
                recorded);
    }

    /** Nobody could answer. That counts as well: the bounds of a release without a champion behind it watch just this. */
    private DomainException unanswered(Request request, Target last, Failure failure, InferenceFailed cause) {
        if (failure.counts()) {
            record(request, last, PredictionRecord.NO_OUTPUT, failure);
        }
        return told(request.split().model(), cause);
    }

    /** How many predictions this node has answered that could not be recorded. */
    public long unrecorded() {
        return unrecorded.get();
    }

    /**
     * Records what was asked and answered; false when it could not be and need not. The strictest class of all who were
     * asked decides whether the record is committed first, and whether there must be one.
     *
     * @throws DomainException RECORDING_… when there is none and must be
     */
    private boolean record(Request request, Target target, String output, @Nullable Failure failure) {
        try {
            PredictionRecord record = recordOf(request, target, output, failure);
            if (target.answersBuffered() && (failure == null || failure.target().answersBuffered())) {
                predictions.buffer(record);
            } else {
                predictions.record(record);
            }
            return true;
        } catch (DomainException e) {
            if (!target.answersUnrecorded()
                    || failure != null && !failure.target().answersUnrecorded()) {
                throw e;
            }
            LOG.log(Level.WARNING, "Prediction {0} of {1} is answered without its record: {2} so far", new Object[] {
                request.id(), request.split().model(), unrecorded.incrementAndGet()
            });
            return false;
        }
    }

    private static PredictionRecord recordOf(Request request, Target target, String output, @Nullable Failure failure) {
        Failure counted = failure != null && failure.counts() ? failure : null;
        return new PredictionRecord(
                request.id(),
                request.split().model(),
                target.version(),
                target.release(),
                request.split().revision(),
                target.equals(request.split().challenger()),
                request.pseudonym(),
                request.at(),
                (System.nanoTime() - request.arrivedNanos()) / 1_000,
                output,
                counted == null ? null : counted.target().version(),
                counted == null ? null : counted.target().release(),
                counted == null ? null : counted.code(),
                request.requestId(),
                request.direct(),
                request.named(),
                InputBytes.of(request.inputs()));
    }

    private Split answering(ModelName model) {
        Split split = splits.of(model).orElseThrow(() -> unknown(model));
        Stop stop = split.stop();
        if (stop != null) {
            throw DomainException.unavailable("MODEL_STOPPED", "'" + model + "' is stopped: " + stop.reason());
        }
        return split;
    }

    private static DomainException unknown(ModelName model) {
        return DomainException.unknown("MODEL_UNKNOWN", "No version of '" + model + "' was ever in service.");
    }

    private static DomainException notInService(ModelName model) {
        return DomainException.unavailable(
                "MODEL_NOT_IN_SERVICE", "No version of '" + model + "' is in service for this request.");
    }

    private static DomainException told(ModelName model, InferenceFailed failed) {
        return switch (failed.reason()) {
            case QUEUE_FULL, TIMED_OUT ->
                DomainException.overloaded(
                        "MODEL_BUSY", "'" + model + "' has more requests than it can answer now. Try again.");
            case NOT_LOADED, UNLOADED ->
                DomainException.unavailable("MODEL_NOT_READY", "'" + model + "' is being loaded. Try again.");
            case MODEL_FAILED ->
                DomainException.unprocessable(
                        "MODEL_FAILED", "'" + model + "' could not compute an answer for these values.");
        };
    }
}
