package io.imprimatur.registry.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.StoredArtifact;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** {@code /api/artifacts}: bytes by their digest. */
@Path("artifacts")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class ArtifactsResource {

    private final ArtifactStore artifacts;

    @Inject
    public ArtifactsResource(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ArtifactsResource() {
        this.artifacts = null;
    }

    /** Uploads the bytes whose SHA-256 the address names: 201, or 200 if they were held already. */
    @PUT
    @Path("{digest}")
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @RolesAllowed(Role.Names.ML_ENGINEER)
    public Response upload(
            @PathParam("digest") String digest,
            @HeaderParam("Content-Length") @Nullable Long announced,
            InputStream bytes) {
        if (announced != null && announced > artifacts.limit()) {
            throw DomainException.tooLarge(
                    "ARTIFACT_TOO_LARGE",
                    "An artifact may have " + artifacts.limit() + " bytes; this one announces " + announced + ".");
        }
        StoredArtifact stored = artifacts.store(bytes, new Digest(digest));
        return Response.status(stored.alreadyHeld() ? Response.Status.OK : Response.Status.CREATED)
                .entity(stored)
                .build();
    }
}
