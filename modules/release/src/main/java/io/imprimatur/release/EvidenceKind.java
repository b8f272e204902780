package io.imprimatur.release;

/** What reviewers judge by: one document of each kind belongs to a release, the latest one counts. */
public enum EvidenceKind {
    MODEL_CARD,
    INTAKE,
    EVALUATION,
    PRIVACY,
    RISK,
    AB_TEST
}
