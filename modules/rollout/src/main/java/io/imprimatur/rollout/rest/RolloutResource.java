package io.imprimatur.rollout.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.rollout.RolloutState;
import io.imprimatur.rollout.RolloutSteered.Move;
import io.imprimatur.rollout.Steering;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code /api/releases/{id}/rollout}: where the rollout stands, and an operator's hand on it. */
@Path("releases/{id}/rollout")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class RolloutResource {

    private static final String KEY = "Idempotency-Key";

    private final Steering steering;

    /**
     * Why, and what is expected of the stage that is stepped to.
     *
     * @param share in units of 0.01 %; another one than the plan's is refused
     */
    public record Order(@Nullable String reason, @Nullable Integer share) {}

    @Inject
    public RolloutResource(Steering steering) {
        this.steering = steering;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RolloutResource() {
        this.steering = null;
    }

    @GET
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public RolloutState state(@PathParam("id") String id) {
        return steering.state(ReleaseId.of(id));
    }

    @POST
    @Path("pause")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.RELEASE_MANAGER})
    public RolloutState pause(
            @PathParam("id") String id, @HeaderParam(KEY) @Nullable String key, @Nullable Order order) {
        return take(id, Move.PAUSE, key, order);
    }

    @POST
    @Path("resume")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.OPERATOR)
    public RolloutState resume(
            @PathParam("id") String id, @HeaderParam(KEY) @Nullable String key, @Nullable Order order) {
        return take(id, Move.RESUME, key, order);
    }

    @POST
    @Path("forward")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.OPERATOR)
    public RolloutState forward(
            @PathParam("id") String id, @HeaderParam(KEY) @Nullable String key, @Nullable Order order) {
        return take(id, Move.FORWARD, key, order);
    }

    @POST
    @Path("back")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.OPERATOR)
    public RolloutState back(
            @PathParam("id") String id, @HeaderParam(KEY) @Nullable String key, @Nullable Order order) {
        return take(id, Move.BACK, key, order);
    }

    /** The same key with the same order, by the same person, is taken once. */
    private RolloutState take(String id, Move move, @Nullable String key, @Nullable Order order) {
        ReleaseId release = ReleaseId.of(id);
        String reason = order == null || order.reason() == null ? "" : order.reason();
        Integer share = order == null ? null : order.share();
        return key == null
                ? steering.move(release, move, reason, share)
                : steering.move(release, move, reason, share, key);
    }
}
