package io.imprimatur.serving.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.serving.BlockedClient;
import io.imprimatur.serving.Clients;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/clients}: who is shut out by hand. */
@Path("clients")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class ClientsResource {

    private final Clients clients;

    /** Why a client is blocked, or let in again. */
    public record BlockRequest(@Nullable String reason) {

        private static String reason(@Nullable BlockRequest request) {
            return request == null || request.reason() == null ? "" : request.reason();
        }
    }

    @Inject
    public ClientsResource(Clients clients) {
        this.clients = clients;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ClientsResource() {
        this.clients = null;
    }

    @GET
    @Path("blocked")
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.AUDITOR})
    public List<BlockedClient> blocked() {
        return clients.blocked();
    }

    /** {@code {"reason": "…"}}: from now on no token of the client opens anything. */
    @POST
    @Path("{client}/block")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.OPERATOR)
    public BlockedClient block(@PathParam("client") String client, @Nullable BlockRequest request) {
        return clients.block(client, BlockRequest.reason(request));
    }

    /** {@code {"reason": "…"}}: the client is let in again. */
    @POST
    @Path("{client}/unblock")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.OPERATOR)
    public void unblock(@PathParam("client") String client, @Nullable BlockRequest request) {
        clients.unblock(client, BlockRequest.reason(request));
    }
}
