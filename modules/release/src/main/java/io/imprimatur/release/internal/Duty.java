package io.imprimatur.release.internal;

import io.imprimatur.release.Gate;

/** What a person does for a release; one person does one of them. */
enum Duty {
    SUBMITTER,
    PRIVACY,
    RISK,
    SIGN_OFF;

    static Duty of(Gate gate) {
        return switch (gate) {
            case PRIVACY -> PRIVACY;
            case RISK -> RISK;
            case SIGN_OFF -> SIGN_OFF;
        };
    }
}
