package io.imprimatur.rollout.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.rollout.Rollouts;
import io.imprimatur.rollout.Split;
import io.imprimatur.rollout.Stops;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/splits/{model}}: who serves now and who served when; and the one call that rolls back. */
@Path("splits/{model}")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class SplitsResource {

    private final Rollouts rollouts;
    private final Stops stops;

    /**
     * Why the traffic is taken back.
     *
     * @param release from whom; null for whoever got traffic last
     */
    public record RollbackRequest(
            @Nullable String reason, @Nullable String release) {}

    /** Why a model is stopped, or may answer again. */
    public record StopRequest(@Nullable String reason) {

        private static String reason(@Nullable StopRequest request) {
            return request == null || request.reason() == null ? "" : request.reason();
        }
    }

    @Inject
    public SplitsResource(Rollouts rollouts, Stops stops) {
        this.rollouts = rollouts;
        this.stops = stops;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected SplitsResource() {
        this.rollouts = null;
        this.stops = null;
    }

    @GET
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public Split current(@PathParam("model") String model) {
        ModelName name = new ModelName(model);
        return rollouts.current(name)
                .orElseThrow(() ->
                        DomainException.unknown("SPLIT_UNKNOWN", "Nothing of '" + name + "' was ever in service."));
    }

    @GET
    @Path("revisions")
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public List<Split> history(@PathParam("model") String model) {
        return rollouts.history(new ModelName(model));
    }

    @POST
    @Path("rollback")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.RELEASE_MANAGER})
    public Split rollBack(@PathParam("model") String model, @Nullable RollbackRequest request) {
        String reason = request == null || request.reason() == null ? "" : request.reason();
        return request == null || request.release() == null
                ? rollouts.rollBack(new ModelName(model), reason)
                : rollouts.rollBack(ReleaseId.of(request.release()), reason);
    }

    /** {@code {"reason": "…"}}: from now on the model answers 503 with the reason. */
    @POST
    @Path("stop")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.RELEASE_MANAGER})
    public Split stop(@PathParam("model") String model, @Nullable StopRequest request) {
        return stops.stop(new ModelName(model), StopRequest.reason(request));
    }

    /** {@code {"reason": "…"}}: the first of two people asks, the second one lifts the stop. */
    @POST
    @Path("stop/lift")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.RELEASE_MANAGER})
    public Split lift(@PathParam("model") String model, @Nullable StopRequest request) {
        return stops.lift(new ModelName(model), StopRequest.reason(request));
    }
}
