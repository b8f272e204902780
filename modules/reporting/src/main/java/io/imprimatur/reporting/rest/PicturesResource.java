package io.imprimatur.reporting.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.reporting.Picture;
import io.imprimatur.reporting.Pictures;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** {@code /api/releases/{release}/pictures/{picture}.svg}: what a reviewer sees, also on paper. */
@Path("releases/{release}/pictures")
@RequestScoped
@DenyAll
public class PicturesResource {

    private static final String SVG = "image/svg+xml; charset=UTF-8";

    private final Pictures pictures;

    @Inject
    public PicturesResource(Pictures pictures) {
        this.pictures = pictures;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PicturesResource() {
        this.pictures = null;
    }

    @GET
    @Path("{picture: [a-z-]{1,40}}.svg")
    @RolesAllowed({
        Role.Names.ML_ENGINEER,
        Role.Names.PRIVACY_OFFICER,
        Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER,
        Role.Names.OPERATOR,
        Role.Names.AUDITOR
    })
    public Response picture(
            @PathParam("release") String release, @PathParam("picture") String picture, @Context Request request) {
        byte[] svg =
                pictures.draw(ReleaseId.of(release), Picture.named(picture)).getBytes(StandardCharsets.UTF_8);
        EntityTag tag = new EntityTag(Digest.of(svg).hex());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        return (unchanged == null ? Response.ok(svg, SVG) : unchanged)
                .tag(tag)
                .header("Cache-Control", "private, no-cache")
                // Opened by itself it is a document: it may draw, and nothing else.
                .header("Content-Security-Policy", "default-src 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
