package io.imprimatur.risk;

/**
 * Likelihood and impact of a risk, each on the five levels of NIST SP 800-30 Rev. 1, tables G-4 and H-3.
 *
 * @param likelihood that it does harm: 1 very low … 5 very high
 * @param impact the harm if it does: 1 very low … 5 very high
 */
public record Rating(int likelihood, int impact) {

    static final int LOWEST = 1;
    static final int HIGHEST = 5;

    public Rating {
        if (likelihood < LOWEST || likelihood > HIGHEST || impact < LOWEST || impact > HIGHEST) {
            throw new IllegalArgumentException("likelihood and impact are 1 … 5, not " + likelihood + " and " + impact);
        }
    }

    public RiskLevel level() {
        return RiskLevel.of(this);
    }

    /** The same harm, so many levels less likely. */
    public Rating lessLikely(int levels) {
        return new Rating(Math.max(LOWEST, likelihood - levels), impact);
    }
}
