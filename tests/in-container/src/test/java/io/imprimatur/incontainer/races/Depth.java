package io.imprimatur.incontainer.races;

/** How far along the road a case is when the races begin. */
public enum Depth {
    PRIVACY_REVIEW("Task_PrivacyReview"),
    RISK_ASSESSMENT("Task_RiskAssessment"),
    BEFORE_PILOT("Task_CheckPilotApprovals"),
    PILOT("Event_Hold"),
    SIGN_OFF("Task_SignOff"),
    BEFORE_PROMOTION("Task_Promote"),
    IN_SERVICE("");

    private final String activity;

    Depth(String activity) {
        this.activity = activity;
    }

    /** The activity at which the case then waits; empty where it is over. */
    String activity() {
        return activity;
    }
}
