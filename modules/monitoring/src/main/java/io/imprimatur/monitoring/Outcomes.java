package io.imprimatur.monitoring;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.monitoring.internal.OutputText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** What came of the predictions of one release: the raw material of experiments. */
@ApplicationScoped
@Transactional
public class Outcomes {

    private final EntityManager entities;

    @Inject
    public Outcomes(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Outcomes() {
        this.entities = null;
    }

    /** How many predictions the release has answered since then whose outcome is known. */
    public long count(ReleaseId release, Instant since) {
        return ((Number) entities.createNativeQuery("""
                                select count(*) from monitoring.prediction p
                                join monitoring.feedback f on f.prediction_id = p.id and f.predicted_at = p.at
                                where p.release_id = :release and p.at >= :since and p.failure is null and not p.direct""")
                        .setParameter("release", release.value())
                        .setParameter("since", since.atOffset(ZoneOffset.UTC))
                        .getSingleResult())
                .longValue();
    }

    /**
     * The first predictions whose outcome became known, in that order: outcomes that come later change nothing. Those
     * that another version failed first belong to neither arm.
     */
    public List<ScoredPrediction> first(ReleaseId release, Instant since, int most) {
        List<?> rows = entities.createNativeQuery("""
                        select p.output, f.outcome from monitoring.prediction p
                        join monitoring.feedback f on f.prediction_id = p.id and f.predicted_at = p.at
                        where p.release_id = :release and p.at >= :since and p.failure is null and not p.direct
                        order by f.reported_at, p.id limit :most""")
                .setParameter("release", release.value())
                .setParameter("since", since.atOffset(ZoneOffset.UTC))
                .setParameter("most", most)
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row ->
                        new ScoredPrediction(OutputText.scores((String) row[0]).orElseThrow(), (String) row[1]))
                .toList();
    }
}
