package io.imprimatur.monitoring.internal;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.monitoring.PredictionRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** Measures what a release did with its traffic, from the prediction log. */
@ApplicationScoped
public class Traffic {

    /** A prediction the release was asked for: it answered, or it failed and another answered, or nobody did. */
    private static final String ASKED =
            "(release_id = :release or failed_release_id = :release) and at >= :since and not direct";

    /** The output of a prediction that nobody could answer. */
    private static final String UNANSWERED = "'" + PredictionRecord.NO_OUTPUT + "'";

    private static final Map<String, String> METRICS = Map.of(
            "errorRate",
            "select coalesce(avg(case when failed_release_id = :release or output = " + UNANSWERED
                    + " then 1.0 else 0.0 end), 0) from monitoring.prediction where " + ASKED,
            "latencyP99Millis",
            // What another version lost before this one was asked is not this one's time.
            "select coalesce(percentile_disc(0.99) within group (order by latency_micros) / 1000.0, 0)"
                    + " from monitoring.prediction where release_id = :release and failed_release_id is null"
                    + " and at >= :since and not direct");

    private final EntityManager entities;

    @Inject
    public Traffic(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Traffic() {
        this.entities = null;
    }

    /** The query that measures the metric. */
    public static String requireKnown(String metric) {
        String query = METRICS.get(metric);
        if (query == null) {
            throw DomainException.unprocessable(
                    "GUARDRAIL_UNKNOWN", "Nobody measures '" + metric + "'. Guardrails: " + METRICS.keySet() + ".");
        }
        return query;
    }

    /** Predictions the release was asked for: those it answered and those it failed. */
    public long attempts(ReleaseId release, Instant since) {
        return number("select count(*) from monitoring.prediction where " + ASKED, release, since)
                .longValue();
    }

    public double measure(String metric, ReleaseId release, Instant since) {
        return number(requireKnown(metric), release, since).doubleValue();
    }

    private Number number(String query, ReleaseId release, Instant since) {
        return (Number) entities.createNativeQuery(query)
                .setParameter("release", release.value())
                .setParameter("since", since.atOffset(ZoneOffset.UTC))
                .getSingleResult();
    }
}
