package io.imprimatur.incontainer.races;

/** What somebody may do at the instant at which others do something else. */
public enum Move {
    APPROVE,
    /** Another person of the same role, with the same task. */
    APPROVE_TOO,
    RETURN,
    REJECT,
    /** The engineer hands a returned release back. */
    REWORK,
    /** The engineer revises the model card: the evidence moves. */
    AMEND,
    WITHDRAW,
    /** The engine does what is next. */
    RUN_JOB,
    /** So does another node of it. */
    RUN_JOB_TOO,
    ROLL_BACK,
    ROLL_BACK_TOO,
    /** The release by its name, whoever has traffic. */
    ROLL_BACK_RELEASE,
    STOP,
    LIFT,
    /** The same submission again, with the same key. */
    SUBMIT_AGAIN,
    /** Another version of the model. */
    SUBMIT_ANOTHER;

    /** Whether it decides on the task that is open. */
    public boolean decides() {
        return this == APPROVE || this == APPROVE_TOO || this == RETURN || this == REJECT;
    }

    /** Whether nobody may be in its way: it takes traffic away. */
    public boolean alwaysWins() {
        return this == ROLL_BACK || this == ROLL_BACK_TOO || this == ROLL_BACK_RELEASE || this == STOP;
    }
}
