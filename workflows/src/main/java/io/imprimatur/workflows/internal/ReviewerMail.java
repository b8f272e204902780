package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.notification.Letter;
import io.imprimatur.notification.Notifications;
import io.imprimatur.notification.Occasion;
import io.imprimatur.release.EvidenceChanged;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.RolledBack;
import io.imprimatur.workflows.ReviewOverdue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes to the mailboxes of roles what waits for them, in the transaction that makes it wait. */
@ApplicationScoped
public class ReviewerMail implements Invitations {

    private static final Map<String, Occasion> OCCASIONS = Map.of(
            "Task_PrivacyReview", Occasion.PRIVACY_REVIEW,
            "Task_RiskAssessment", Occasion.RISK_ASSESSMENT,
            "Task_SignOff", Occasion.SIGN_OFF,
            "Task_Reattest", Occasion.REATTESTATION,
            "Task_Rework", Occasion.REWORK,
            "Task_DecideStage", Occasion.STAGE_UNDECIDED,
            "Task_DecideUndecidedTest", Occasion.TEST_UNDECIDED,
            "Task_IncidentReview", Occasion.INCIDENT_REVIEW);

    private final Notifications notifications;
    private final Releases releases;

    @Inject
    public ReviewerMail(Notifications notifications, Releases releases) {
        this.notifications = notifications;
        this.releases = releases;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ReviewerMail() {
        this.notifications = null;
        this.releases = null;
    }

    @Override
    public void invite(ReleaseId release, String key, Set<String> groups, @Nullable Instant due, String task) {
        Occasion occasion = OCCASIONS.getOrDefault(key, Occasion.TASK_WAITS);
        groups.stream()
                .flatMap(group -> Role.ofGroup(group).stream())
                .forEach(role -> tell(role, occasion, release, due, task));
    }

    void changed(@Observes EvidenceChanged event) {
        for (Gate gate : event.voided()) {
            tell(gate.role(), Occasion.APPROVAL_VOID, event.release(), null, null);
        }
    }

    void rolledBack(@Observes RolledBack event) {
        for (Role role : new Role[] {Role.RELEASE_MANAGER, Role.OPERATOR}) {
            tell(role, Occasion.ROLLED_BACK, event.release(), null, null);
        }
    }

    /** Whom the event names is not known here: the reminder, the deputies' and the lead's go to the role's mailbox. */
    void overdue(@Observes ReviewOverdue event) {
        Role.ofGroup(event.role())
                .ifPresent(role -> tell(role, Occasion.REVIEW_OVERDUE, event.releaseId(), event.dueAt(), null));
    }

    private void tell(Role role, Occasion occasion, ReleaseId id, @Nullable Instant due, @Nullable String task) {
        if (notifications.reaches(role)) {
            ReleaseView release = releases.get(id);
            notifications.tell(role, new Letter(occasion, release.model(), release.versionNumber(), id, due, task));
        }
    }
}
