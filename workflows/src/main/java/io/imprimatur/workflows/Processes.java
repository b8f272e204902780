package io.imprimatur.workflows;

/** The keys of the processes, of their messages and of the decision: what clients of the engine may rely on. */
public final class Processes {

    public static final String RELEASE_MODEL = "release-model";
    public static final String PRIVACY_REVIEW = "privacy-review";
    public static final String RISK_ASSESSMENT = "risk-assessment";
    public static final String AB_TEST = "ab-test";
    public static final String STAGED_ROLLOUT = "staged-rollout";
    public static final String SERVICE_WATCH = "service-watch";
    public static final String OVERDUE_TASK = "overdue-task";
    public static final String RELEASE_RISK = "release-risk";
    public static final String RISK_CONSEQUENCES = "risk-consequences";

    /** A guardrail rolled the release back. */
    public static final String GUARDRAIL_BREACHED = "GuardrailBreached";
    /** A person rolled the release back. */
    public static final String ROLLED_BACK = "RolledBack";
    /** The release was rolled back after its case had ended. */
    public static final String ROLLED_BACK_IN_SERVICE = "RolledBackInService";
    /** The submitter withdrew the release. */
    public static final String RELEASE_WITHDRAWN = "ReleaseWithdrawn";
    /** The A/B test has the outcomes that its plan asks for. */
    public static final String SAMPLE_COMPLETED = "SampleCompleted";

    /** Evidence of a version in service moved. */
    public static final String EVIDENCE_CHANGED = "EvidenceChanged";
    /** The version is neither the champion nor the one before it any more. */
    public static final String SERVICE_ENDED = "ServiceEnded";

    /** An operator cuts the hold of a stage short. */
    public static final String STEPPED_FORWARD = "SteppedForward";
    /** An operator goes back to the stage before. */
    public static final String STEPPED_BACK = "SteppedBack";
    /** A task is completed or dropped: nobody is chased for it any more. */
    public static final String TASK_DONE = "TaskDone";

    private Processes() {}
}
