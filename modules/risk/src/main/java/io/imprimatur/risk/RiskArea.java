package io.imprimatur.risk;

/** What a risk is about. */
public enum RiskArea {
    /** Whom it serves how well, and how fast. */
    PERFORMANCE,
    /** What it was measured on. */
    DATA,
    /** What the artifact itself may do. */
    SECURITY,
    /** Whether it fits where it will run, and those who call it. */
    COMPATIBILITY
}
