package io.imprimatur.release.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.Policies;
import io.imprimatur.release.PolicyProposal;
import io.imprimatur.release.ReviewPolicy;
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
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/policy}: who must approve. Read by everybody, proposed by one person, put into force by another. */
@Path("policy")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class PolicyResource {

    private final Policies policies;

    @Inject
    public PolicyResource(Policies policies) {
        this.policies = policies;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PolicyResource() {
        this.policies = null;
    }

    /** What governs a release that is submitted now. */
    record InForce(int revision, JsonNode document) {}

    @GET
    @RolesAllowed({
        Role.Names.ML_ENGINEER,
        Role.Names.PRIVACY_OFFICER,
        Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER,
        Role.Names.OPERATOR,
        Role.Names.AUDITOR
    })
    public InForce inForce() {
        ReviewPolicy policy = policies.inForce();
        return new InForce(policy.revision(), policy.document());
    }

    @GET
    @Path("revisions")
    @RolesAllowed({
        Role.Names.ML_ENGINEER,
        Role.Names.PRIVACY_OFFICER,
        Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER,
        Role.Names.OPERATOR,
        Role.Names.AUDITOR
    })
    public List<PolicyProposal> revisions() {
        return policies.proposals();
    }

    /** The policy as the body → what it would have stopped among the latest releases. Changes nothing. */
    @POST
    @Path("trial")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.RELEASE_MANAGER, Role.Names.RISK_MANAGER})
    public TrialDocument tryOut(@Nullable JsonNode policy) {
        return TrialDocument.of(policies.tryOut(object(policy, "the policy itself")));
    }

    /** {@code {"policy": {…}, "reason": "…"}} → 201 with the proposal, which another person decides on. */
    @POST
    @Path("revisions")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.RELEASE_MANAGER)
    public Response propose(@Nullable JsonNode body) {
        JsonNode request = object(body, "{\"policy\": {…}, \"reason\": \"…\"}");
        JsonNode policy = object(request.get("policy"), "{\"policy\": {…}, \"reason\": \"…\"}");
        PolicyProposal proposal =
                policies.propose(policy, request.path("reason").asText());
        return Response.created(URI.create("policy/revisions/" + proposal.revision()))
                .entity(proposal)
                .build();
    }

    /** {@code {"digest": "…", "reason": "…"}}: puts the proposal with this digest into force. */
    @POST
    @Path("revisions/{revision: \\d{1,9}}/approve")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.RISK_MANAGER)
    public PolicyProposal approve(@PathParam("revision") int revision, @Nullable JsonNode body) {
        JsonNode request = object(body, "{\"digest\": \"…\"}");
        return policies.approve(
                revision,
                new Digest(request.path("digest").asText()),
                request.path("reason").asText());
    }

    /** {@code {"digest": "…", "reason": "…"}}: turns the proposal down. */
    @POST
    @Path("revisions/{revision: \\d{1,9}}/reject")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.RISK_MANAGER)
    public PolicyProposal reject(@PathParam("revision") int revision, @Nullable JsonNode body) {
        JsonNode request = object(body, "{\"digest\": \"…\", \"reason\": \"…\"}");
        return policies.reject(
                revision,
                new Digest(request.path("digest").asText()),
                request.path("reason").asText());
    }

    private static JsonNode object(@Nullable JsonNode body, String expected) {
        if (body == null || !body.isObject()) {
            throw DomainException.invalid("POLICY_REQUEST_INVALID", "Send " + expected + ".");
        }
        return body;
    }
}
