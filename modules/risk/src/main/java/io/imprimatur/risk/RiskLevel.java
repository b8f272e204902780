package io.imprimatur.risk;

/** How serious a risk is, by likelihood and impact together. */
public enum RiskLevel {
    VERY_LOW,
    LOW,
    MODERATE,
    HIGH,
    VERY_HIGH;

    /**
     * NIST SP 800-30 Rev. 1, <i>Guide for Conducting Risk Assessments</i> (2012), appendix I, table I-2: rows are the
     * likelihood from very low to very high, columns the impact.
     */
    private static final RiskLevel[][] MATRIX = {
        {VERY_LOW, VERY_LOW, VERY_LOW, LOW, LOW},
        {VERY_LOW, LOW, LOW, LOW, MODERATE},
        {VERY_LOW, LOW, MODERATE, MODERATE, HIGH},
        {VERY_LOW, LOW, MODERATE, HIGH, VERY_HIGH},
        {VERY_LOW, LOW, MODERATE, HIGH, VERY_HIGH}
    };

    static RiskLevel of(Rating rating) {
        return MATRIX[rating.likelihood() - 1][rating.impact() - 1];
    }

    /** Whether nobody may accept it without saying what is done about it, and by whom. */
    public boolean needsTreatment() {
        return compareTo(HIGH) >= 0;
    }
}
