package io.imprimatur.registry.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Retirement;
import io.imprimatur.registry.Retirements;
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
import org.jspecify.annotations.Nullable;

/** {@code /api/versions/{id}/retirement}: takes a version out of use, and erases its bytes by two people. */
@Path("versions/{id}/retirement")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class VersionRetirementResource {

    private final Retirements retirements;

    @Inject
    public VersionRetirementResource(Retirements retirements) {
        this.retirements = retirements;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected VersionRetirementResource() {
        this.retirements = null;
    }

    @GET
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public Retirement retirement(@PathParam("id") String id) {
        return retirements.of(VersionId.of(id));
    }

    /** {@code {"reason": "…"}}: the version is never released again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.RELEASE_MANAGER})
    public Retirement retire(@PathParam("id") String id, @Nullable Why why) {
        return retirements.retire(VersionId.of(id), Why.reason(why));
    }

    /** {@code {"reason": "…"}}: the first of two people asks, the second one erases. */
    @POST
    @Path("erasure")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.PRIVACY_OFFICER, Role.Names.RELEASE_MANAGER})
    public Retirement erase(@PathParam("id") String id, @Nullable Why why) {
        return retirements.erase(VersionId.of(id), Why.reason(why));
    }
}
