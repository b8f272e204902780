package io.imprimatur.monitoring.internal;

import io.imprimatur.audit.Ledger;
import io.imprimatur.kernel.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The days of the prediction log: those to come are made ahead, those past their retention are dropped. Both by
 * functions of the database that run as its owner; the application's role may call them and can do neither by itself.
 */
@ApplicationScoped
@Transactional
public class PredictionDays {

    private static final int AHEAD = 14;

    /** No six months are longer. */
    private static final Duration SHORTEST = Duration.ofDays(184);

    private final EntityManager entities;
    private final Ledger ledger;
    private final Clock clock;
    private final Duration retention;

    @Inject
    public PredictionDays(
            EntityManager entities,
            Ledger ledger,
            Clock clock,
            @ConfigProperty(name = "imprimatur.predictions.retention", defaultValue = "P365D") Duration retention) {
        if (retention.compareTo(SHORTEST) < 0) {
            throw new IllegalStateException("IMPRIMATUR_PREDICTIONS_RETENTION is " + retention
                    + ". Predictions are kept for six months at least (AI Act, Article 19): " + SHORTEST.toDays()
                    + " days or more, P184D.");
        }
        this.entities = entities;
        this.ledger = ledger;
        this.clock = clock;
        this.retention = retention;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PredictionDays() {
        this.entities = null;
        this.ledger = null;
        this.clock = null;
        this.retention = Duration.ZERO;
    }

    /** Makes the days of the next two weeks, where they are missing. */
    public void makeAhead() {
        LocalDate today = today();
        entities.createNativeQuery("select monitoring.make_days(:first, :last)")
                .setParameter("first", today.minusDays(1))
                .setParameter("last", today.plusDays(AHEAD))
                .getSingleResult();
    }

    /** Drops the days past their retention, with all that was recorded and reported of them; the ledger tells so. */
    public void dropPast() {
        LocalDate before = today().minusDays(retention.toDays());
        List<?> days = entities.createNativeQuery(
                        "select dropped_day::text, predictions from monitoring.drop_days(:before) order by dropped_day")
                .setParameter("before", before)
                .getResultList();
        if (days.isEmpty()) {
            return;
        }
        // A key in memory may still be used on the day after the last one it says.
        int keys = entities.createNativeQuery("delete from monitoring.subject_key where used_on < :before")
                .setParameter("before", before.minusDays(1))
                .executeUpdate();
        ledger.append(
                "PREDICTIONS_DROPPED",
                CanonicalJson.object()
                        .put("first", String.valueOf(((Object[]) days.get(0))[0]))
                        .put("last", String.valueOf(((Object[]) days.get(days.size() - 1))[0]))
                        .put("days", days.size())
                        .put(
                                "predictions",
                                days.stream()
                                        .mapToLong(day -> ((Number) ((Object[]) day)[1]).longValue())
                                        .sum())
                        .put("keys", keys)
                        .put("retention", retention.toString()));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
