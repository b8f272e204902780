package io.imprimatur.release;

import java.util.EnumSet;
import java.util.Set;

/** Where a release stands on the road. */
public enum ReleaseState {
    SUBMITTED,
    EVALUATING,
    IN_REVIEW,
    PILOT,
    AB_TEST,
    AWAITING_SIGN_OFF,
    ROLLING_OUT,
    /** The champion. */
    IN_SERVICE,
    /** A later champion serves; this one stays approved, so that a rollback finds it. */
    SUPERSEDED,
    REJECTED,
    WITHDRAWN,
    ROLLED_BACK;

    /** Still a challenger on its road; a model has one at a time. */
    public static final Set<ReleaseState> OPEN = Set.copyOf(EnumSet.range(SUBMITTED, ROLLING_OUT));

    /**
     * The states that may follow this one. Rollback follows wherever there may be traffic, also under a release that
     * was sent back to review after its pilot.
     */
    public Set<ReleaseState> next() {
        return switch (this) {
            case SUBMITTED -> EnumSet.of(EVALUATING, REJECTED, WITHDRAWN);
            case EVALUATING -> EnumSet.of(IN_REVIEW, REJECTED, WITHDRAWN, ROLLED_BACK);
            case IN_REVIEW -> EnumSet.of(EVALUATING, PILOT, REJECTED, WITHDRAWN, ROLLED_BACK);
            case PILOT -> EnumSet.of(IN_REVIEW, AB_TEST, AWAITING_SIGN_OFF, REJECTED, WITHDRAWN, ROLLED_BACK);
            case AB_TEST -> EnumSet.of(IN_REVIEW, AWAITING_SIGN_OFF, REJECTED, WITHDRAWN, ROLLED_BACK);
            case AWAITING_SIGN_OFF -> EnumSet.of(IN_REVIEW, AB_TEST, ROLLING_OUT, REJECTED, WITHDRAWN, ROLLED_BACK);
            case ROLLING_OUT -> EnumSet.of(IN_REVIEW, IN_SERVICE, AWAITING_SIGN_OFF, REJECTED, WITHDRAWN, ROLLED_BACK);
            case IN_SERVICE -> EnumSet.of(SUPERSEDED, ROLLED_BACK);
            case SUPERSEDED -> EnumSet.of(IN_SERVICE, ROLLED_BACK);
            case REJECTED, WITHDRAWN, ROLLED_BACK -> EnumSet.noneOf(ReleaseState.class);
        };
    }

    public boolean isOpen() {
        return OPEN.contains(this);
    }

    /** Approved, and serving or ready to serve again. */
    public boolean isServed() {
        return this == IN_SERVICE || this == SUPERSEDED;
    }

    /** Over without service: nothing may serve it any more. */
    public boolean isOver() {
        return this == REJECTED || this == WITHDRAWN || this == ROLLED_BACK;
    }
}
