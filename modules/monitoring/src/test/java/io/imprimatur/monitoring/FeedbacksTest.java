package io.imprimatur.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.Engine;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FeedbacksTest {

    private static MonitoringDatabase database;

    private final Answered answered = new Answered();

    @BeforeAll
    static void start() {
        database = new MonitoringDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void an_outcome_is_kept_and_the_same_one_again_changes_nothing() throws Exception {
        PredictionRecord prediction = inserted(answered.byChampion());

        report(prediction.id(), "Bad");
        report(prediction.id(), "Bad");

        assertThat(outcomes(2)).singleElement().satisfies(scored -> {
            assertThat(scored.outcome()).isEqualTo("Bad");
            assertThat(scored.output()).containsExactly(0.75f, 0.25f);
        });
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void another_outcome_for_the_same_prediction_is_refused() throws Exception {
        PredictionRecord prediction = inserted(answered.byChampion());
        report(prediction.id(), "Bad");

        refused("FEEDBACK_DIFFERS", prediction.id(), "Good");
        assertThat(outcomes(2)).extracting(ScoredPrediction::outcome).containsExactly("Bad");
    }

    @Test
    void an_unknown_prediction_or_outcome_is_told() throws Exception {
        refused("PREDICTION_UNKNOWN", PredictionId.at(Answered.AT), "Bad");
        refused("OUTCOME_UNKNOWN", inserted(answered.byChampion()).id(), "Ugly");
        refused("PREDICTION_OF_MANY", inserted(answered.byNobody()).id(), "Bad");
    }

    @Test
    void what_the_challenger_failed_first_or_an_operator_asked_belongs_to_no_arm() throws Exception {
        report(inserted(answered.byChampionAfterTheChallengerFailed()).id(), "Bad");
        report(inserted(answered.askedOfTheChallengerByAnOperator()).id(), "Bad");

        assertThat(count()).isZero();
        long challenger = database.in(entities -> new Outcomes(entities).count(answered.challenger, Answered.AT));
        assertThat(challenger).isZero();
    }

    @Test
    void the_first_outcomes_stay_the_first_whenever_their_predictions_were_made() throws Exception {
        PredictionRecord early = inserted(answered.byChampion());
        PredictionRecord late = inserted(answered.byChampion());
        report(late.id(), "Bad");
        report(early.id(), "Good");

        assertThat(outcomes(1)).extracting(ScoredPrediction::outcome).containsExactly("Bad");
    }

    private static PredictionRecord inserted(PredictionRecord record) throws Exception {
        database.table().insert(List.of(record));
        return record;
    }

    private static void report(PredictionId id, String outcome) {
        database.in(entities -> {
            Predictions predictions = new Predictions(database.table(), 1, 1_024, 1_000);
            new Feedbacks(entities, predictions, new GoodOrBad(), Clock.systemUTC()).report(id, outcome);
            return null;
        });
    }

    private static void refused(String code, PredictionId id, String outcome) {
        assertThatThrownBy(() -> report(id, outcome))
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private List<ScoredPrediction> outcomes(int most) {
        return database.in(entities -> new Outcomes(entities).first(answered.champion, Answered.AT, most));
    }

    private long count() {
        return database.in(entities -> new Outcomes(entities).count(answered.champion, Answered.AT));
    }

    /** Every version answers with the probabilities of Good and Bad. */
    private static final class GoodOrBad extends Versions {

        @Override
        public Version get(VersionId id) {
            ObjectNode card = CanonicalJson.object();
            ObjectNode output = card.putArray("outputs").addObject();
            output.put("name", "probabilities").put("datatype", "FP32");
            output.putArray("shape").add(-1).add(2);
            output.putArray("labels").add("Good").add("Bad");
            Digest digest = CanonicalJson.digest(card);
            return new Version(id, Answered.MODEL, 1, digest, 1, Engine.PYTORCH, null, new ModelCard(1, digest, card));
        }
    }
}
