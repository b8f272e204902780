package io.imprimatur.notification.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.notification.EventType;
import io.imprimatur.notification.Webhook;
import io.imprimatur.notification.Webhooks;
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
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/webhooks}: which pipelines are told of what. */
@Path("webhooks")
@RequestScoped
@DenyAll
@Produces(MediaType.APPLICATION_JSON)
public class WebhooksResource {

    private static final String EXPECTED = "Send {\"url\": \"https://ci.example.org/hook\", \"events\": "
            + Arrays.stream(EventType.values())
                    .map(type -> "\"" + type.wireName() + "\"")
                    .toList()
            + "}, or fewer of these events.";

    private final Webhooks webhooks;

    @Inject
    public WebhooksResource(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected WebhooksResource() {
        this.webhooks = null;
    }

    @GET
    @RolesAllowed({Role.Names.OPERATOR, Role.Names.AUDITOR})
    public List<Webhook> all() {
        return webhooks.all();
    }

    /** Answers the secret, this once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.OPERATOR)
    public Response register(@Nullable JsonNode body) {
        if (body == null
                || !body.path("url").isTextual()
                || !body.path("events").isArray()) {
            throw DomainException.invalid("WEBHOOK_REQUEST_INVALID", EXPECTED);
        }
        Webhooks.Registered registered = webhooks.register(url(body.path("url").asText()), events(body.path("events")));
        return secret(
                Response.created(URI.create("webhooks/" + registered.webhook().id())), registered);
    }

    /** A new secret, answered this once; for a day both sign. */
    @POST
    @Path("{webhook: [0-9a-fA-F-]{36}}/secret")
    @RolesAllowed(Role.Names.OPERATOR)
    public Response changeSecret(@PathParam("webhook") UUID webhook) {
        return secret(Response.ok(), webhooks.changeSecret(webhook));
    }

    @DELETE
    @Path("{webhook: [0-9a-fA-F-]{36}}")
    @RolesAllowed(Role.Names.OPERATOR)
    public void retire(@PathParam("webhook") UUID webhook) {
        webhooks.retire(webhook);
    }

    private static Response secret(Response.ResponseBuilder answer, Webhooks.Registered registered) {
        CacheControl never = new CacheControl();
        never.setNoStore(true);
        return answer.cacheControl(never).entity(registered).build();
    }

    private static URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw DomainException.invalid("WEBHOOK_REQUEST_INVALID", "The member 'url' is no URL. " + EXPECTED);
        }
    }

    private static Set<EventType> events(JsonNode names) {
        Set<EventType> events = EnumSet.noneOf(EventType.class);
        for (JsonNode name : names) {
            events.add(EventType.of(name.asText())
                    .orElseThrow(() -> DomainException.invalid(
                            "WEBHOOK_REQUEST_INVALID", "There is no event '" + name.asText() + "'. " + EXPECTED)));
        }
        return events;
    }
}
