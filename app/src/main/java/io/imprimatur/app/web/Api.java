package io.imprimatur.app.web;

import io.imprimatur.app.problem.Problems;
import io.imprimatur.audit.rest.TrailResource;
import io.imprimatur.audit.rest.WholeTrailResource;
import io.imprimatur.evaluation.rest.DataSetsResource;
import io.imprimatur.monitoring.rest.FeedbackResource;
import io.imprimatur.notification.rest.DeadLettersResource;
import io.imprimatur.notification.rest.WebhooksResource;
import io.imprimatur.registry.rest.ArtifactsResource;
import io.imprimatur.registry.rest.ModelRetirementResource;
import io.imprimatur.registry.rest.ModelsResource;
import io.imprimatur.registry.rest.VersionRetirementResource;
import io.imprimatur.registry.rest.VersionsResource;
import io.imprimatur.release.rest.DeputiesResource;
import io.imprimatur.release.rest.PolicyResource;
import io.imprimatur.release.rest.ReleasesResource;
import io.imprimatur.reporting.rest.PicturesResource;
import io.imprimatur.rollout.rest.FreezeWindowsResource;
import io.imprimatur.rollout.rest.RolloutResource;
import io.imprimatur.rollout.rest.SplitsResource;
import io.imprimatur.serving.rest.ClientsResource;
import io.imprimatur.serving.rest.PredictionsResource;
import io.imprimatur.workflows.rest.RiskRegisterResource;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;

/** Every resource under {@code /api}; what is not named here is not there. */
@ApplicationPath("/api")
public class Api extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                RolesAllowedDynamicFeature.class,
                JsonMapping.class,
                Problems.class,
                ModelsResource.class,
                VersionsResource.class,
                VersionRetirementResource.class,
                ModelRetirementResource.class,
                ArtifactsResource.class,
                DataSetsResource.class,
                ReleasesResource.class,
                PolicyResource.class,
                DeputiesResource.class,
                PicturesResource.class,
                RiskRegisterResource.class,
                SplitsResource.class,
                RolloutResource.class,
                FreezeWindowsResource.class,
                FeedbackResource.class,
                PredictionsResource.class,
                ClientsResource.class,
                WebhooksResource.class,
                DeadLettersResource.class,
                TrailResource.class,
                WholeTrailResource.class);
    }

    @Override
    public Map<String, Object> getProperties() {
        // JSON-B would write dates in its own way; the house has one mapper.
        return Map.of(
                "jersey.config.jsonFeature", "JacksonFeature",
                "jersey.config.disableJsonBinding", true,
                "jersey.config.server.wadl.disableWadl", true);
    }
}
