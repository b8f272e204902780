package io.imprimatur.workflows;

/**
 * The names of everything a process remembers: ids, decisions and figures of the plan, never anything that names a
 * person. Free text (a reason, a root cause) is taken from the command before the engine sees it.
 */
public final class Variables {

    /** The id of the release; also the business key of every process of its case. */
    public static final String RELEASE = "releaseId";
    /** The Keycloak {@code sub} of the person whose act the case continues; {@code system} where nobody acts. */
    public static final String ACTED_BY = "actedBy";
    /** The role that person acts in, by its group's name; absent for the house itself. */
    public static final String ACTED_ROLE = "actedRole";
    /** What a person decided in the last user task. */
    public static final String DECISION = "decision";
    /** How many people the next review waits for; none when the approvals of its gate still stand. */
    public static final String REVIEWERS = "reviewers";
    /** The group of each reviewer that a re-attestation waits for, separated by commas; one may stand there twice. */
    public static final String REVIEWER_ROLES = "reviewerRoles";
    /** Whether the version is still the champion, or the one before it. */
    public static final String SERVED = "served";
    /** From when its approvals may be given anew. */
    public static final String ATTESTATION_DUE = "attestationDue";
    /** When it loses its traffic, unless its approvals were given anew. */
    public static final String GRACE_END = "graceEnd";
    /** Whether no traffic may grow now. */
    public static final String FROZEN = "frozen";
    /** When it is looked at again. */
    public static final String FROZEN_UNTIL = "frozenUntil";
    /** The evidence digest that the person saw, 64 hexadecimal digits. */
    public static final String EVIDENCE_DIGEST = "evidenceDigest";
    /** Why; goes to the release and the ledger, never into the engine. */
    public static final String REASON = "reason";
    /** What an incident review found; goes to the ledger, never into the engine. */
    public static final String ROOT_CAUSE = "rootCause";
    /** How a process ended, by the outcome property of its end event: {@code approved}, {@code rolled-back} … */
    public static final String OUTCOME = "outcome";
    /** What the last automatic step found: {@code pass}, {@code fail}, {@code hold}, {@code undecided}, {@code breach}. */
    public static final String VERDICT = "verdict";
    /** For which phase traffic is asked: {@code PILOT}, {@code AB_TEST}, {@code ROLLOUT}. */
    public static final String PHASE = "phase";
    /** The index of the current stage in the plan, from 0. */
    public static final String STAGE = "stage";
    /** How often the current stage has been held. */
    public static final String HOLDS = "holds";
    /** The hold of the current stage, an ISO-8601 duration. */
    public static final String HOLD = "hold";
    /** Whether the plan has another stage. */
    public static final String MORE_STAGES = "moreStages";
    /** The longest duration of the A/B test, ISO-8601. */
    public static final String MAXIMUM_DURATION = "maximumDuration";
    /** Whether the A/B test has been extended; it can be once. */
    public static final String EXTENDED = "extended";
    /** Whether all approvals that the next phase needs are valid for the current evidence. */
    public static final String APPROVALS_STAND = "approvalsStand";
    /** Whether another version serves now, to compare with. */
    public static final String CHAMPION_FOUND = "championFound";

    /** What the decision table reads. */
    public static final String NATURAL_PERSONS = "naturalPersons";

    public static final String DOMAIN = "domain";
    public static final String AUTOMATED_DECISION = "automatedDecision";
    public static final String SPECIAL_CATEGORIES = "specialCategories";
    public static final String EVALUATION_PASSED = "evaluationPassed";
    public static final String PRIVACY_PASSED = "privacyPassed";

    /** What the decision table proposes. */
    public static final String RISK_CLASS = "riskClass";

    public static final String REQUIRED_APPROVALS = "requiredApprovals";
    public static final String RISK_REASON = "riskReason";
    public static final String EU_AI_ACT_PROPOSED = "euAiActProposed";

    /** What the class demands, by the second table. */
    public static final String PRIVACY_APPROVALS = "privacyApprovals";

    public static final String RISK_APPROVALS = "riskApprovals";
    public static final String SIGN_OFF_APPROVALS = "signOffApprovals";
    public static final String PILOT_CAP = "pilotCap";
    public static final String STAGE_CAP = "stageCap";
    public static final String MINIMUM_SAMPLE = "minimumSample";
    public static final String MINIMUM_HOLD = "minimumHold";
    public static final String FAIL_CLOSED_RECORDING = "failClosedRecording";
    public static final String RECORDING = "recording";

    /** The category of the EU AI Act that the risk manager names: prohibited, high, limited or minimal. */
    public static final String EU_AI_ACT_CATEGORY = "euAiActCategory";
    /** Why; goes to the ledger, never into the engine. */
    public static final String EU_AI_ACT_REASON = "euAiActReason";

    /** The id of the task that is chased. */
    public static final String TASK = "taskId";
    /** The group whose task it is. */
    public static final String TASK_ROLE = "taskRole";
    /** The id of the gate's user task that it decides like; absent where it decides no gate. */
    public static final String REVIEW = "review";
    /** How far the chase goes now: {@code REMINDER}, {@code DEPUTY}, {@code LEAD}. */
    public static final String ESCALATION = "step";
    /** When the role is reminded. */
    public static final String DUE_AT = "dueAt";
    /** When the deputies are asked. */
    public static final String DEPUTY_AT = "deputyAt";
    /** When the lead is called. */
    public static final String LEAD_AT = "leadAt";
    /** The risk to people that the measures leave, as the privacy officer states it: low, medium or high. */
    public static final String RESIDUAL_RISK = "residualRisk";
    /** The supervisory authority's reference of a prior consultation; to the ledger, never into the engine. */
    public static final String CONSULTATION_REFERENCE = "consultationReference";
    /** When the authority answered, ISO-8601. */
    public static final String CONSULTATION_DATE = "consultationDate";
    /** What it answered: no-objection, advice or objection. */
    public static final String CONSULTATION_OUTCOME = "consultationOutcome";

    private Variables() {}
}
