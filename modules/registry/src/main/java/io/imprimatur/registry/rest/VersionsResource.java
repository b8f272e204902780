package io.imprimatur.registry.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api/versions}: one version, and the amendment of its card. The ETag is the card's revision. */
@Path("versions")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class VersionsResource {

    private static final Pattern REVISION = Pattern.compile("\"?([0-9]{1,9})\"?");

    private final Versions versions;

    @Inject
    public VersionsResource(Versions versions) {
        this.versions = versions;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected VersionsResource() {
        this.versions = null;
    }

    @GET
    @Path("{id}")
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public Response version(@PathParam("id") String id) {
        return tagged(versions.get(VersionId.of(id)));
    }

    @PUT
    @Path("{id}/card")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.ML_ENGINEER)
    public Response revise(
            @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch, JsonNode card) {
        if (ifMatch == null) {
            throw DomainException.preconditionRequired(
                    "IF_MATCH_MISSING", "Say which revision you amended: If-Match: \"1\" (the version's ETag).");
        }
        Matcher revision = REVISION.matcher(ifMatch.strip());
        if (!revision.matches()) {
            throw DomainException.invalid("IF_MATCH_INVALID", "If-Match is the card's revision, such as \"1\".");
        }
        return tagged(versions.reviseCard(VersionId.of(id), Integer.parseInt(revision.group(1)), card));
    }

    private static Response tagged(Version version) {
        return Response.ok(version)
                .tag(Integer.toString(version.card().revision()))
                .build();
    }
}
