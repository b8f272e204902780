package io.imprimatur.evaluation.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import java.util.Optional;

/**
 * The score interval of a proportion at 95 %: E. B. Wilson, Journal of the American Statistical Association 22 (1927),
 * 209-212. Unlike the textbook interval it stays within 0 and 1 and keeps its level in groups of a few people.
 *
 * @param lower from 0
 * @param upper to 1
 */
record Wilson(double lower, double upper) {

    /** The quantile of the normal distribution that leaves 2.5 % on either side. */
    private static final double Z = 1.959963984540054;

    /** Empty where nobody was counted: then nothing is known. */
    static Optional<Wilson> of(int hits, int trials) {
        if (trials == 0) {
            return Optional.empty();
        }
        double n = trials;
        double share = hits / n;
        double square = Z * Z;
        double middle = share + square / (2 * n);
        double reach = Z * Math.sqrt(share * (1 - share) / n + square / (4 * n * n));
        double whole = 1 + square / n;
        return Optional.of(new Wilson(Math.max(0, (middle - reach) / whole), Math.min(1, (middle + reach) / whole)));
    }

    ObjectNode document() {
        return CanonicalJson.object().put("lower", Report.rounded(lower)).put("upper", Report.rounded(upper));
    }
}
