package io.imprimatur.registry.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.registry.Retirement;
import io.imprimatur.registry.Retirements;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/models/{name}/retirement}: takes a model out of use, with all its versions. */
@Path("models/{name}/retirement")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class ModelRetirementResource {

    private final Retirements retirements;

    @Inject
    public ModelRetirementResource(Retirements retirements) {
        this.retirements = retirements;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ModelRetirementResource() {
        this.retirements = null;
    }

    /** {@code {"reason": "…"}}: no version of the model is ever released again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.RELEASE_MANAGER})
    public List<Retirement> retire(@PathParam("name") String name, @Nullable Why why) {
        return retirements.retire(new ModelName(name), Why.reason(why));
    }
}
