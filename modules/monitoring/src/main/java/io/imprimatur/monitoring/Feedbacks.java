package io.imprimatur.monitoring;

import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.monitoring.internal.OutputText;
import io.imprimatur.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;

/** What came of predictions, as clients report it by prediction id. */
@ApplicationScoped
@Transactional
public class Feedbacks {

    private final EntityManager entities;
    private final Predictions predictions;
    private final Versions versions;
    private final Clock clock;

    @Inject
    public Feedbacks(EntityManager entities, Predictions predictions, Versions versions, Clock clock) {
        this.entities = entities;
        this.predictions = predictions;
        this.versions = versions;
        this.clock = clock;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Feedbacks() {
        this.entities = null;
        this.predictions = null;
        this.versions = null;
        this.clock = null;
    }

    /**
     * Reports the outcome; the same outcome again changes nothing.
     *
     * @param outcome one of the labels of the model's first output
     * @throws DomainException PREDICTION_UNKNOWN, OUTCOME_UNKNOWN, PREDICTION_OF_MANY, PREDICTION_OF_TEXT,
     *     FEEDBACK_DIFFERS
     */
    public void report(PredictionId id, String outcome) {
        PredictionRecord prediction = predictions
                .find(id)
                .orElseThrow(() -> DomainException.unknown("PREDICTION_UNKNOWN", "There is no prediction " + id + "."));
        List<String> labels = versions.get(prediction.version()).card().outputLabels();
        if (!labels.contains(outcome)) {
            throw DomainException.unprocessable(
                    "OUTCOME_UNKNOWN", "The outcome is one of the model's labels, " + labels + ".");
        }
        float[] scores = OutputText.scores(prediction.output())
                .orElseThrow(() -> DomainException.unprocessable(
                        "PREDICTION_OF_TEXT", "Prediction " + id + " answered with texts, so no outcome scores it."));
        if (scores.length != labels.size()) {
            throw DomainException.unprocessable(
                    "PREDICTION_OF_MANY",
                    "Prediction " + id
                            + " answered other than one row, so no single outcome fits. Send one row at a time.");
        }
        int added = entities.createNativeQuery("""
                        insert into monitoring.feedback (prediction_id, predicted_at, outcome, reported_by, reported_at)
                        values (:id, :predicted, :outcome, :actor, :at)
                        on conflict (prediction_id, predicted_at) do nothing""")
                .setParameter("id", id.value())
                .setParameter("predicted", prediction.at().atOffset(ZoneOffset.UTC))
                .setParameter("outcome", outcome)
                .setParameter("actor", Acts.current().actor().subject())
                .setParameter("at", clock.instant().atOffset(ZoneOffset.UTC))
                .executeUpdate();
        if (added == 0 && !outcome.equals(reported(prediction))) {
            throw DomainException.conflict(
                    "FEEDBACK_DIFFERS", "Another outcome was reported for this prediction before. It stays.");
        }
    }

    private Object reported(PredictionRecord prediction) {
        return entities.createNativeQuery("select outcome from monitoring.feedback"
                        + " where prediction_id = :id and predicted_at = :predicted")
                .setParameter("id", prediction.id().value())
                .setParameter("predicted", prediction.at().atOffset(ZoneOffset.UTC))
                .getSingleResult();
    }
}
