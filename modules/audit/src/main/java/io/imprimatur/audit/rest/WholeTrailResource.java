package io.imprimatur.audit.rest;

import io.imprimatur.audit.Trail;
import io.imprimatur.audit.TrailFormat;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Everything that happened between two instants, streamed. */
@Path("trail")
@RequestScoped
@DenyAll
public class WholeTrailResource {

    private final Trail trail;
    private final Clock clock;

    @Inject
    public WholeTrailResource(Trail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected WholeTrailResource() {
        this.trail = null;
        this.clock = null;
    }

    /**
     * @param from inclusive, ISO-8601; the beginning if absent
     * @param to exclusive, ISO-8601; now if absent
     */
    @GET
    @RolesAllowed(Role.Names.AUDITOR)
    public Response between(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("format") @Nullable String named,
            @Context HttpHeaders headers) {
        TrailFormat format = TrailResponses.format(named, headers);
        Instant since = from == null ? Instant.EPOCH : instant(from, "from");
        Instant until = to == null ? clock.instant() : instant(to, "to");
        if (until.isBefore(since)) {
            throw DomainException.invalid("TRAIL_SPAN_INVALID", "'to' lies before 'from'.");
        }
        return TrailResponses.stream(out -> trail.export(since, until, format, out), format, "trail");
    }

    private static Instant instant(String text, String name) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw DomainException.invalid(
                    "TRAIL_SPAN_INVALID", "'" + name + "' is an instant such as 2026-01-31T12:00:00Z.");
        }
    }
}
