package io.imprimatur.workflows.internal;

import static io.imprimatur.workflows.Processes.PRIVACY_REVIEW;
import static io.imprimatur.workflows.Processes.ROLLED_BACK_IN_SERVICE;
import static io.imprimatur.workflows.Processes.SERVICE_WATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.imprimatur.identity.Role;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.notification.Occasion;
import io.imprimatur.release.EvidenceChanged;
import io.imprimatur.release.Gate;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.rollout.RolledBack;
import io.imprimatur.workflows.Processes;
import io.imprimatur.workflows.ReviewOverdue;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told of which task: with the real engine, and the outbox as a fake. */
class ReviewerMailTest {

    private static final FakeSteps STEPS = new FakeSteps();
    private static final FakeNotifications OUTBOX = new FakeNotifications();
    private static final ReviewerMail MAIL = new ReviewerMail(OUTBOX, new KnownReleases());
    private static final ProcessEngine ENGINE =
            Engines.with(new FakeDecisions(), MAIL, STEPS.beans()).buildProcessEngine();

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @BeforeEach
    void begin() {
        STEPS.forget();
        OUTBOX.forget();
    }

    @Test
    void a_review_is_told_to_its_role_with_the_task_to_open() {
        Road road = new Road(ENGINE).start(PRIVACY_REVIEW);

        assertThat(OUTBOX.told).singleElement().satisfies(told -> {
            assertThat(told.role()).isEqualTo(Role.PRIVACY_OFFICER);
            assertThat(told.letter().occasion()).isEqualTo(Occasion.PRIVACY_REVIEW);
            assertThat(told.letter().release()).isEqualTo(ReleaseId.of(road.release));
            assertThat(told.letter().model()).isEqualTo(new ModelName("credit-risk"));
            assertThat(told.letter().versionNumber()).isEqualTo(1);
            assertThat(told.letter().task()).isEqualTo(road.task().getId());
        });
    }

    @Test
    void each_of_several_reviewers_has_a_letter_with_a_task_of_its_own() {
        STEPS.plan("privacyFindings", "reviewers", 2);
        Road road = new Road(ENGINE).start(PRIVACY_REVIEW);

        assertThat(OUTBOX.told)
                .extracting(told -> told.letter().task())
                .containsExactlyInAnyOrderElementsOf(
                        road.tasks().stream().map(task -> task.getId()).toList());
    }

    @Test
    void who_must_rework_is_told_and_then_the_reviewer_again() {
        new Road(ENGINE)
                .start(PRIVACY_REVIEW)
                .decide("privacy-officer", "return")
                .complete("ml-engineer", Map.of());

        assertThat(OUTBOX.told)
                .extracting(FakeNotifications.Told::role, told -> told.letter().occasion())
                .containsExactly(
                        tuple(Role.PRIVACY_OFFICER, Occasion.PRIVACY_REVIEW),
                        tuple(Role.ML_ENGINEER, Occasion.REWORK),
                        tuple(Role.PRIVACY_OFFICER, Occasion.PRIVACY_REVIEW));
    }

    @Test
    void an_incident_is_told_to_both_roles_that_may_review_it() {
        new Road(ENGINE).startByMessage(ROLLED_BACK_IN_SERVICE);

        assertThat(OUTBOX.told)
                .extracting(FakeNotifications.Told::role, told -> told.letter().occasion())
                .containsExactlyInAnyOrder(
                        tuple(Role.RELEASE_MANAGER, Occasion.INCIDENT_REVIEW),
                        tuple(Role.OPERATOR, Occasion.INCIDENT_REVIEW));
    }

    @Test
    void a_re_attestation_is_told_to_the_role_of_each_gate_that_is_due() {
        STEPS.plan(
                "serviceOutlook",
                Map.of(
                        "served",
                        true,
                        "attestationDue",
                        new Date(),
                        "graceEnd",
                        Date.from(Instant.parse("2099-01-01T00:00:00Z"))));
        STEPS.plan(
                "attestationRequest",
                Map.of("reviewerRoles", "privacy-officer,risk-manager", "reviewers", 2, "decision", "approve"));
        new Road(ENGINE).start(SERVICE_WATCH).message(Processes.EVIDENCE_CHANGED);

        assertThat(OUTBOX.told)
                .extracting(FakeNotifications.Told::role, told -> told.letter().occasion())
                .containsExactlyInAnyOrder(
                        tuple(Role.PRIVACY_OFFICER, Occasion.REATTESTATION),
                        tuple(Role.RISK_MANAGER, Occasion.REATTESTATION));
    }

    @Test
    void a_task_of_a_kind_yet_unknown_is_told_all_the_same_and_its_date_with_it() {
        Instant due = Instant.parse("2026-04-01T00:00:00Z");

        MAIL.invite(ReleaseId.random(), "Task_OfTheFuture", Set.of("operator", "no-role"), due, "a-task");

        assertThat(OUTBOX.told).singleElement().satisfies(told -> {
            assertThat(told.letter().occasion()).isEqualTo(Occasion.TASK_WAITS);
            assertThat(told.letter().due()).isEqualTo(due);
        });
    }

    @Test
    void a_void_approval_is_told_to_the_role_that_gave_it() {
        MAIL.changed(new EvidenceChanged(ReleaseId.random(), Set.of(Gate.RISK)));
        MAIL.changed(new EvidenceChanged(ReleaseId.random(), Set.of()));

        assertThat(OUTBOX.told)
                .extracting(FakeNotifications.Told::role, told -> told.letter().occasion())
                .containsExactly(tuple(Role.RISK_MANAGER, Occasion.APPROVAL_VOID));
    }

    @Test
    void an_overdue_review_is_told_to_its_role_with_its_date_and_no_persons_name() {
        Instant due = Instant.parse("2026-04-01T00:00:00Z");

        MAIL.overdue(new ReviewOverdue(
                ReleaseId.random(),
                "Review the privacy of the release",
                ReviewOverdue.Step.REMINDER,
                "privacy-officer",
                due,
                List.of("a-subject")));

        assertThat(OUTBOX.told).singleElement().satisfies(told -> {
            assertThat(told.role()).isEqualTo(Role.PRIVACY_OFFICER);
            assertThat(told.letter().occasion()).isEqualTo(Occasion.REVIEW_OVERDUE);
            assertThat(told.letter().due()).isEqualTo(due);
        });
        assertThat(OUTBOX.told.toString()).doesNotContain("a-subject");
    }

    @Test
    void a_rollback_is_told_without_its_reason() {
        MAIL.rolledBack(new RolledBack(new ModelName("credit-risk"), ReleaseId.random(), "Mrs Smith complained"));

        assertThat(OUTBOX.told)
                .extracting(FakeNotifications.Told::role)
                .containsExactly(Role.RELEASE_MANAGER, Role.OPERATOR);
        assertThat(OUTBOX.told.toString()).doesNotContain("Smith");
    }

    @Test
    void where_a_role_has_no_mailbox_the_release_is_not_even_read() {
        OUTBOX.unreached.addAll(List.of(Role.values()));

        new ReviewerMail(OUTBOX, new UnreadableReleases())
                .rolledBack(new RolledBack(new ModelName("credit-risk"), ReleaseId.random(), "reason"));

        assertThat(OUTBOX.told).isEmpty();
    }

    private static final class KnownReleases extends Releases {

        @Override
        public ReleaseView get(ReleaseId release) {
            return Fixtures.release(release, ReleaseState.IN_REVIEW);
        }
    }

    private static final class UnreadableReleases extends Releases {

        @Override
        public ReleaseView get(ReleaseId release) {
            throw new AssertionError("read for nobody");
        }
    }
}
