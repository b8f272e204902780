package io.imprimatur.workflows.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.risk.RiskAmendment;
import io.imprimatur.workflows.RiskReview;
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

/** {@code /api/releases/{release}/risk-register}: the risks of a release. The ETag is the digest of its risk evidence. */
@Path("releases/{release}/risk-register")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class RiskRegisterResource {

    private static final Pattern DIGEST = Pattern.compile("\"?([0-9a-f]{64})\"?");

    private final RiskReview review;

    @Inject
    public RiskRegisterResource(RiskReview review) {
        this.review = review;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RiskRegisterResource() {
        this.review = null;
    }

    @GET
    @RolesAllowed({
        Role.Names.ML_ENGINEER, Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER, Role.Names.OPERATOR, Role.Names.AUDITOR
    })
    public Response register(@PathParam("release") String id) {
        return tagged(review.register(ReleaseId.of(id)));
    }

    /**
     * Rates one risk: {@code {"likelihood", "impact", "mitigation", "residualLikelihood", "residualImpact", "owner",
     * "reason"}}, and {@code "area"} and {@code "title"} for one that the register does not have.
     */
    @PUT
    @Path("{risk}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.RISK_MANAGER)
    public Response amend(
            @PathParam("release") String id,
            @PathParam("risk") String risk,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Nullable JsonNode body) {
        if (ifMatch == null) {
            throw DomainException.preconditionRequired(
                    "IF_MATCH_MISSING", "Say what you read: If-Match: \"<digest>\" (the register's ETag).");
        }
        Matcher digest = DIGEST.matcher(ifMatch.strip());
        if (!digest.matches()) {
            throw DomainException.invalid(
                    "IF_MATCH_INVALID", "If-Match is the register's ETag, 64 digits of a digest.");
        }
        RiskAmendment amendment = RiskAmendment.read(risk, body == null ? CanonicalJson.object() : body);
        return tagged(review.amend(ReleaseId.of(id), new Digest(digest.group(1)), amendment));
    }

    private static Response tagged(RiskReview.Register register) {
        return Response.ok(register).tag(register.digest().hex()).build();
    }
}
