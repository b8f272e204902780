package io.imprimatur.release.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.Deputies;
import io.imprimatur.release.Deputyship;
import io.imprimatur.release.Gate;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/deputies}: a reviewer names who stands in for her, and until when. */
@Path("deputies")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class DeputiesResource {

    private static final String EXPECTED = "Send {\"gate\": \"PRIVACY\", \"deputy\": \"<subject id>\", "
            + "\"from\": \"2026-12-01T08:00:00Z\", \"until\": \"2026-12-15T18:00:00Z\"}.";

    private final Deputies deputies;

    @Inject
    public DeputiesResource(Deputies deputies) {
        this.deputies = deputies;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected DeputiesResource() {
        this.deputies = null;
    }

    @GET
    @RolesAllowed({
        Role.Names.PRIVACY_OFFICER,
        Role.Names.RISK_MANAGER,
        Role.Names.RELEASE_MANAGER,
        Role.Names.OPERATOR,
        Role.Names.AUDITOR
    })
    public List<Deputyship> all() {
        return deputies.all();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER, Role.Names.RELEASE_MANAGER})
    public Response name(@Nullable JsonNode body) {
        if (body == null || !body.isObject()) {
            throw DomainException.invalid("DEPUTY_REQUEST_INVALID", EXPECTED);
        }
        Deputyship named = deputies.name(
                gate(body.path("gate").asText()),
                body.path("deputy").asText(),
                moment(body.path("from").asText()),
                moment(body.path("until").asText()));
        return Response.created(URI.create("deputies/" + named.id()))
                .entity(named)
                .build();
    }

    @DELETE
    @Path("{deputy: [0-9a-fA-F-]{36}}")
    @RolesAllowed({Role.Names.PRIVACY_OFFICER, Role.Names.RISK_MANAGER, Role.Names.RELEASE_MANAGER})
    public Deputyship end(@PathParam("deputy") UUID deputy) {
        return deputies.end(deputy);
    }

    private static Gate gate(String name) {
        try {
            return Gate.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw DomainException.invalid("GATE_UNKNOWN", "A gate is PRIVACY, RISK or SIGN_OFF.");
        }
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw DomainException.invalid("DEPUTY_REQUEST_INVALID", EXPECTED);
        }
    }
}
