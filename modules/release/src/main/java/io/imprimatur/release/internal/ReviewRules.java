package io.imprimatur.release.internal;

import io.imprimatur.identity.Actor;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.Decision;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;

/** Who may decide when, and in what form. */
final class ReviewRules {

    private static final int LONGEST_REASON = 4000;

    private ReviewRules() {}

    static void requireRole(Gate gate, Actor by) {
        if (!by.has(gate.role())) {
            throw DomainException.forbidden(
                    "ROLE_MISSING",
                    "At gate " + gate + " decides a " + gate.role().group() + "; you are none.");
        }
    }

    /** A champion, and the one before it, can be approved anew, or lose their approval. */
    static void requireInReview(Gate gate, ReleaseState state) {
        ReleaseState awaited = gate == Gate.SIGN_OFF ? ReleaseState.AWAITING_SIGN_OFF : ReleaseState.IN_REVIEW;
        if (state != awaited && !state.isServed()) {
            throw DomainException.conflict(
                    "RELEASE_NOT_IN_REVIEW",
                    "Gate " + gate + " decides while a release is in " + awaited + "; this one is in " + state + ".");
        }
    }

    /** What traffic rests on is not rewritten under it. */
    static void requireBeforeTraffic(Gate gate, ReleaseState state) {
        requireInReview(gate, state);
        if (state.isServed()) {
            throw DomainException.conflict(
                    "RELEASE_NOT_IN_REVIEW",
                    "This release is in " + state + ": what its traffic rests on is not rewritten under it.");
        }
    }

    static void requireReason(Decision decision, String reason) {
        if (decision != Decision.APPROVE && reason.isBlank()) {
            throw DomainException.unprocessable(
                    "REASON_MISSING",
                    "A " + (decision == Decision.RETURN ? "return" : "rejection") + " needs a reason.");
        }
        if (reason.length() > LONGEST_REASON) {
            throw DomainException.unprocessable(
                    "REASON_TOO_LONG", "A reason has at most " + LONGEST_REASON + " characters.");
        }
    }
}
