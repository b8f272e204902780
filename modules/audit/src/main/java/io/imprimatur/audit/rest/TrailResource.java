package io.imprimatur.audit.rest;

import io.imprimatur.audit.Trail;
import io.imprimatur.audit.TrailFormat;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.ReleaseId;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The trail of one release, streamed. */
@Path("releases/{release}/trail")
@RequestScoped
@DenyAll
public class TrailResource {

    private final Trail trail;

    @Inject
    public TrailResource(Trail trail) {
        this.trail = trail;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected TrailResource() {
        this.trail = null;
    }

    @GET
    @RolesAllowed({Role.Names.AUDITOR, Role.Names.OPERATOR, Role.Names.RELEASE_MANAGER})
    public Response ofRelease(
            @PathParam("release") String id,
            @QueryParam("format") @Nullable String named,
            @Context HttpHeaders headers) {
        ReleaseId release = ReleaseId.of(id);
        TrailFormat format = TrailResponses.format(named, headers);
        trail.requireKnown(release);
        return TrailResponses.stream(out -> trail.export(release, format, out), format, "release-" + release);
    }
}
