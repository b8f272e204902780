package io.imprimatur.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;

/**
 * What the one look showed. While a sample is incomplete there is no look: the test is undecided, the bounds are those
 * of the scale, −1 and 1, and the means are 0.
 *
 * @param decision by the rule of the plan
 * @param difference mean score of the challenger less that of the champion; above 0 the challenger is worse
 * @param lower bound of the difference, one-sided at alpha
 * @param upper bound of the difference, one-sided at alpha
 * @param margin by how much it may be worse
 * @param alpha the one-sided level of this look
 * @param challengerMean mean Brier score
 * @param championMean mean Brier score
 * @param challengerSample outcomes used
 * @param championSample outcomes used
 * @param degreesOfFreedom by Welch and Satterthwaite
 */
public record ExperimentAnalysis(
        Decision decision,
        double difference,
        double lower,
        double upper,
        double margin,
        double alpha,
        double challengerMean,
        double championMean,
        int challengerSample,
        int championSample,
        double degreesOfFreedom) {

    /** The three ends of a test. */
    public enum Decision {
        /** Worse by less than the margin, or better: it may go on. */
        NON_INFERIOR,
        /** Worse by more than the margin. */
        INFERIOR,
        /** Neither is shown: a person decides, and it never ships by itself. */
        UNDECIDED
    }

    public JsonNode document() {
        return CanonicalJson.document(this);
    }
}
