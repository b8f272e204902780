package io.imprimatur.release.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/releases}: submit, read, withdraw. Decisions are taken in Tasklist, as tasks of the case. */
@Path("releases")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class ReleasesResource {

    private static final int LATEST = 200;

    private final Releases releases;

    @Inject
    public ReleasesResource(Releases releases) {
        this.releases = releases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ReleasesResource() {
        this.releases = null;
    }

    /** {@code {"version": id, "plan": {…}}} → 201 with the release; the same Idempotency-Key gives the same answer. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.ML_ENGINEER)
    public Response submit(@Nullable JsonNode body, @HeaderParam("Idempotency-Key") @Nullable String key) {
        if (body == null
                || !body.path("version").isTextual()
                || !body.path("plan").isObject()) {
            throw DomainException.invalid(
                    "RELEASE_REQUEST_INVALID", "Send {\"version\": \"<version id>\", \"plan\": {…}}.");
        }
        VersionId version = VersionId.of(body.path("version").asText());
        ReleaseView release = releases.submit(version, body.path("plan"), key);
        ReleaseDocument document = document(release);
        return Response.created(URI.create("releases/" + release.id()))
                .entity(document)
                .tag(document.tag())
                .build();
    }

    /** The releases of a model, or the latest ones of all, newest first. */
    @GET
    @RolesAllowed({
        Role.Names.ML_ENGINEER,
        Role.Names.PRIVACY_OFFICER,
        Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER,
        Role.Names.OPERATOR,
        Role.Names.AUDITOR
    })
    public List<ReleaseSummary> list(@QueryParam("model") @Nullable String model) {
        List<ReleaseView> found = model == null ? releases.latest(LATEST) : releases.of(ModelName.of(model));
        return found.stream().map(ReleaseSummary::of).toList();
    }

    @GET
    @Path("{release}")
    @RolesAllowed({
        Role.Names.ML_ENGINEER,
        Role.Names.PRIVACY_OFFICER,
        Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER,
        Role.Names.OPERATOR,
        Role.Names.AUDITOR
    })
    public Response get(@PathParam("release") String id, @Context Request request) {
        ReleaseDocument document = document(releases.get(ReleaseId.of(id)));
        return tagged(request, document.tag(), document);
    }

    /**
     * What reviewers judge by.
     *
     * @param gate only what this gate's digest covers: PRIVACY, RISK or SIGN_OFF
     */
    @GET
    @Path("{release}/evidence")
    @RolesAllowed({
        Role.Names.ML_ENGINEER,
        Role.Names.PRIVACY_OFFICER,
        Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER,
        Role.Names.OPERATOR,
        Role.Names.AUDITOR
    })
    public Response evidence(
            @PathParam("release") String id, @QueryParam("gate") @Nullable String gate, @Context Request request) {
        EvidenceDocument document = EvidenceDocument.of(releases.get(ReleaseId.of(id)), gate(gate));
        return tagged(request, document.tag(), document);
    }

    /** The submitter takes the release back. */
    @POST
    @Path("{release}/withdraw")
    @RolesAllowed(Role.Names.ML_ENGINEER)
    public Response withdraw(@PathParam("release") String id) {
        ReleaseId release = ReleaseId.of(id);
        releases.withdraw(release);
        ReleaseDocument document = document(releases.get(release));
        return Response.ok(document).tag(document.tag()).build();
    }

    private ReleaseDocument document(ReleaseView release) {
        return ReleaseDocument.of(release, releases.decisions(release.id()));
    }

    private static Response tagged(Request request, String tag, Object document) {
        EntityTag current = new EntityTag(tag);
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(current);
        return (unchanged == null ? Response.ok(document) : unchanged)
                .tag(current)
                .header("Cache-Control", "private, no-cache")
                .build();
    }

    private static @Nullable Gate gate(@Nullable String name) {
        if (name == null) {
            return null;
        }
        for (Gate gate : Gate.values()) {
            if (gate.name().equals(name)) {
                return gate;
            }
        }
        throw DomainException.invalid("GATE_UNKNOWN", "A gate is PRIVACY, RISK or SIGN_OFF.");
    }
}
