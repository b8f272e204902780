package io.imprimatur.audit.rest;

import io.imprimatur.audit.TrailFormat;
import io.imprimatur.kernel.DomainException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/** How both trails choose their format and are sent. */
final class TrailResponses {

    private TrailResponses() {}

    /** The format that is named, else the first one that the client accepts; JSON for a client that takes anything. */
    static TrailFormat format(@Nullable String named, HttpHeaders headers) {
        if (named != null) {
            return switch (named) {
                case "csv" -> TrailFormat.CSV;
                case "json" -> TrailFormat.JSON;
                default ->
                    throw DomainException.invalid(
                            "TRAIL_FORMAT_UNKNOWN", "A trail comes as format=csv or format=json.");
            };
        }
        for (MediaType accepted : headers.getAcceptableMediaTypes()) {
            if (accepted.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
                return TrailFormat.JSON;
            }
            if (accepted.isCompatible(new MediaType("text", "csv"))) {
                return TrailFormat.CSV;
            }
        }
        throw DomainException.invalid("TRAIL_FORMAT_UNKNOWN", "A trail comes as text/csv or application/json.");
    }

    static Response stream(StreamingOutput trail, TrailFormat format, String name) {
        return Response.ok(trail, format.mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + name + "." + format.extension() + "\"")
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
