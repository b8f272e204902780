package io.imprimatur.notification;

/** Why a role gets a letter, and the words of it. There are no others: a letter has no place for free text. */
public enum Occasion {
    PRIVACY_REVIEW(
            "Privacy review",
            "Please review the privacy of this release: the inventory of personal data, the impact assessment and"
                    + " what was found in the model card."),
    RISK_ASSESSMENT(
            "Risk assessment", "Please assess the risk of this release: the proposed class and what it rests on."),
    SIGN_OFF("Sign-off", "Please read the whole evidence of this release and sign it off, or say why not."),
    REATTESTATION(
            "Approve anew",
            "This version is in service and your role's approval ends soon, or has fallen void. Please say whether it"
                    + " still holds. Without an answer the version loses its traffic at the end of the grace period."),
    REWORK("Rework", "A reviewer returned this release. Please mend what the reason in the task names."),
    STAGE_UNDECIDED(
            "Stage undecided",
            "A stage of the rollout still has too few predictions to judge it. Please decide: go on, hold, or roll"
                    + " back."),
    TEST_UNDECIDED("A/B test undecided", "The A/B test ended without a result. Please extend it once, or end it."),
    INCIDENT_REVIEW("Incident review", "This release was rolled back. Please find out why and write the cause down."),
    TASK_WAITS("Task", "A task of this release waits for your role. The task says what is asked."),
    APPROVAL_VOID(
            "Approval void",
            "The evidence of this release has changed, so your role's approval no longer counts. The release shows"
                    + " what changed; you will be asked again where the approval is needed."),
    ROLLED_BACK(
            "Rolled back",
            "This release has lost its traffic: it was rolled back. The version before it serves again. The trail of"
                    + " the release says by whom and why."),
    REVIEW_OVERDUE("Review overdue", "A review of this release is past its date. Please see to it that it is decided.");

    private final String title;
    private final String words;

    Occasion(String title, String words) {
        this.title = title;
        this.words = words;
    }

    /** What the subject line begins with. */
    public String title() {
        return title;
    }

    /** What has happened and what is asked, in a sentence or two. */
    public String words() {
        return words;
    }
}
