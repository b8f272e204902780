package io.imprimatur.notification.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.notification.DeadLetter;
import io.imprimatur.notification.DeadLetters;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** {@code /api/notifications/dead-letters}: what could not be delivered, and another try. */
@Path("notifications/dead-letters")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {

    private final DeadLetters letters;

    @Inject
    public DeadLettersResource(DeadLetters letters) {
        this.letters = letters;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected DeadLettersResource() {
        this.letters = null;
    }

    /** A page, oldest first; {@code after} is the position of the last one of the page before. */
    @GET
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.AUDITOR})
    public List<DeadLetter> list(
            @QueryParam("after") @DefaultValue("0") long after, @QueryParam("limit") @DefaultValue("100") int limit) {
        return letters.list(after, limit);
    }

    @POST
    @Path("{message: [0-9a-fA-F-]{36}}/retry")
    @RolesAllowed(Role.Names.OPERATOR)
    public Response retry(@PathParam("message") UUID message) {
        letters.retry(message);
        return Response.accepted().build();
    }
}
