package io.imprimatur.serving.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.PredictionRecord;
import io.imprimatur.monitoring.Predictions;
import io.imprimatur.monitoring.RecordedInputs;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Target;
import io.imprimatur.serving.InputBytes;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/predictions/{id}}: from a prediction back to the approvals that allowed it. */
@Path("predictions/{id}")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class PredictionsResource {

    private final Predictions predictions;
    private final Rollouts rollouts;
    private final RecordedInputs inputs;

    /** Where a prediction came from. */
    public record Provenance(
            String id,
            String model,
            int version,
            String versionId,
            String artifact,
            long splitRevision,
            boolean challenger,
            String release,
            String evidence,
            List<UUID> approvals,
            Instant at,
            @Nullable String failedVersionId,
            @Nullable String failure) {}

    @Inject
    public PredictionsResource(Predictions predictions, Rollouts rollouts, RecordedInputs inputs) {
        this.predictions = predictions;
        this.rollouts = rollouts;
        this.inputs = inputs;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PredictionsResource() {
        this.predictions = null;
        this.rollouts = null;
        this.inputs = null;
    }

    /** What was asked, in the layout of the binary tensor extension; that it was read is written down. */
    @GET
    @Path("inputs")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed(Role.Names.AUDITOR)
    public Response inputs(@PathParam("id") String id) {
        byte[] kept = inputs.read(PredictionId.of(id));
        return Response.ok(Arrays.copyOfRange(kept, Integer.BYTES, kept.length))
                .header(InferCall.JSON_LENGTH, InputBytes.jsonLength(kept))
                .header("Cache-Control", "no-store")
                .build();
    }

    @GET
    @RolesAllowed({Role.Names.AUDITOR, Role.Names.OPERATOR})
    public Provenance provenance(@PathParam("id") String id) {
        PredictionRecord prediction = predictions
                .find(PredictionId.of(id))
                .orElseThrow(() -> DomainException.unknown("PREDICTION_UNKNOWN", "There is no prediction " + id + "."));
        Split split = rollouts.revision(prediction.model(), prediction.splitRevision());
        Target target = split.targets().stream()
                .filter(candidate -> candidate.release().equals(prediction.release()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("a prediction by a version its split does not hold: " + id));
        return new Provenance(
                prediction.id().toString(),
                prediction.model().value(),
                target.versionNumber(),
                target.version().toString(),
                target.artifact().hex(),
                prediction.splitRevision(),
                prediction.challenger(),
                target.release().toString(),
                target.evidence().hex(),
                target.approvals(),
                prediction.at(),
                prediction.failedVersion() == null
                        ? null
                        : prediction.failedVersion().toString(),
                prediction.failure());
    }
}
