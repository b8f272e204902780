package io.imprimatur.monitoring.rest;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.Feedbacks;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code /api/predictions/{id}/feedback}: what came of a prediction. */
@Path("predictions/{id}/feedback")
@RequestScoped
@DenyAll
public class FeedbackResource {

    private final Feedbacks feedbacks;

    /** One of the model's output labels. */
    public record Feedback(@Nullable String outcome) {}

    @Inject
    public FeedbackResource(Feedbacks feedbacks) {
        this.feedbacks = feedbacks;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected FeedbackResource() {
        this.feedbacks = null;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Role.Names.PREDICTION_CLIENT)
    public void report(@PathParam("id") String id, Feedback feedback) {
        if (feedback.outcome() == null) {
            throw DomainException.invalid("MEMBER_MISSING", "The request has no member 'outcome'.");
        }
        feedbacks.report(PredictionId.of(id), feedback.outcome());
    }
}
