package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.workflows.Variables;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.IdentityLink;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the engine's own complete command, so Tasklist, REST and Java are refused alike, and no administrator is
 * exempt: only a logged-in member of the task's group completes it, assigned to nobody else, with a decision the task
 * knows, on the evidence as it is now, and as the holder of no other duty in the release.
 */
final class TaskGuard implements TaskListener {

    private static final String REATTEST = "Task_Reattest";
    private static final Map<Role, String> REVIEWS = Map.of(
            Role.PRIVACY_OFFICER, "Task_PrivacyReview",
            Role.RISK_MANAGER, "Task_RiskAssessment",
            Role.RELEASE_MANAGER, "Task_SignOff");
    private static final Map<String, Set<String>> DECISIONS = Map.of(
            "Task_PrivacyReview",
            Set.of("approve", "return", "reject"),
            "Task_RiskAssessment",
            Set.of("approve", "return", "reject"),
            "Task_SignOff",
            Set.of("approve", "return", "reject"),
            REATTEST,
            Set.of("approve", "reject"),
            "Task_DecideStage",
            Set.of("proceed", "hold", "rollback"),
            "Task_DecideUndecidedTest",
            Set.of("extend", "end"),
            "Task_Rework",
            Set.of(),
            "Task_IncidentReview",
            Set.of());

    private final Decisions decisions;

    TaskGuard(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public void notify(DelegateTask task) {
        ReleaseId release = release(task);
        if (EVENTNAME_ASSIGNMENT.equals(task.getEventName())) {
            assigned(task, release);
        } else {
            completed(task, release);
        }
    }

    /** A case that ended at this very instant has taken its variables with it. */
    private static ReleaseId release(DelegateTask task) {
        Object release = task.getVariable(Variables.RELEASE);
        if (release == null) {
            throw DomainException.conflict("CHANGED_CONCURRENTLY", "The case has gone on meanwhile; read it again.");
        }
        return ReleaseId.of(release.toString());
    }

    private void assigned(DelegateTask task, ReleaseId release) {
        String assignee = task.getAssignee();
        if (assignee != null) {
            review(task).ifPresent(review -> decisions.requireFree(release, review, assignee));
        }
    }

    private void completed(DelegateTask task, ReleaseId release) {
        Actor actor = actor(task);
        Role role = role(task, actor);
        String key = task.getTaskDefinitionKey();
        String principal = principal(task, actor, release);
        String cause = ((TaskEntity) task).getProcessDefinition().getKey() + "/" + key;
        // Not closed here: the command gate ends it after the commit, so that every row of the commit carries it.
        Acts.begin(Act.of(actor, cause).in(role).concerning(release));
        decide(release, key, review(task), principal);
        requireExtensible(task);
        task.setVariable(Variables.ACTED_BY, actor.subject());
        task.setVariable(Variables.ACTED_ROLE, role.group());
    }

    private void decide(ReleaseId release, String key, Optional<String> review, @Nullable String principal) {
        Set<String> allowed = DECISIONS.get(key);
        if (allowed == null) {
            throw DomainException.conflict("TASK_UNKNOWN", "No rule says how " + key + " is completed.");
        }
        Submission submission = Submission.current();
        if (allowed.isEmpty()) {
            decisions.note(release, key, facts(key, submission, null));
            return;
        }
        String decision = submission.decision();
        if (!allowed.contains(decision)) {
            throw DomainException.invalid(
                    "DECISION_INVALID",
                    "The variable 'decision' of " + key + " is one of " + new TreeSet<>(allowed) + ".");
        }
        if (submission.reason().isBlank() && !"approve".equals(decision)) {
            throw DomainException.invalid(
                    "REASON_MISSING", "Say why: the variable 'reason' may be empty only for an approval.");
        }
        if (review.isPresent()) {
            if (submission.evidenceDigest().isEmpty()) {
                throw DomainException.invalid(
                        "EVIDENCE_DIGEST_MISSING",
                        "Send the digest of the evidence that was read as the variable 'evidenceDigest'.");
            }
            decisions.gate(
                    release,
                    review.get(),
                    decision,
                    principal,
                    submission.evidenceDigest(),
                    submission.reason(),
                    stated(release, review.get(), REATTEST.equals(key), submission));
        } else {
            decisions.note(release, key, facts(key, submission, decision));
        }
    }

    /** What the reviewer answers to the questions of the gate, written down; the same ones when it is approved anew. */
    private Map<String, String> stated(ReleaseId release, String review, boolean anew, Submission submission) {
        Map<String, String> before = anew ? decisions.statedBefore(release, review) : Map.of();
        Map<String, String> answer = Map.of();
        if (AiActQuestion.ASKED_IN.equals(review)) {
            answer = AiActQuestion.answer(submission, before);
        } else if (ResidualRiskQuestion.ASKED_IN.equals(review)) {
            answer = ResidualRiskQuestion.answer(submission, before, today());
        }
        if (!answer.isEmpty()) {
            decisions.note(release, AiActQuestion.ASKED_IN.equals(review) ? "EU_AI_ACT" : "RESIDUAL_RISK", answer);
        }
        return answer;
    }

    /** By the engine's clock, which is the one that its timers follow. */
    private static LocalDate today() {
        return LocalDate.ofInstant(ClockUtil.getCurrentTime().toInstant(), ZoneId.systemDefault());
    }

    private static void requireExtensible(DelegateTask task) {
        if ("extend".equals(Submission.current().decision())
                && Boolean.TRUE.equals(task.getVariable(Variables.EXTENDED))) {
            throw DomainException.conflict(
                    "TEST_EXTENDED_ALREADY", "A test is extended once. End it: an undecided test never ships.");
        }
    }

    private static Map<String, String> facts(String key, Submission submission, @Nullable String decision) {
        if ("Task_IncidentReview".equals(key)) {
            if (submission.rootCause().isBlank()) {
                throw DomainException.invalid(
                        "ROOT_CAUSE_MISSING", "Write down what caused the incident as the variable 'rootCause'.");
            }
            return Map.of(Variables.ROOT_CAUSE, submission.rootCause());
        }
        return decision == null
                ? Map.of()
                : Map.of(Variables.DECISION, decision, Variables.REASON, submission.reason());
    }

    private static Actor actor(DelegateTask task) {
        Authentication authentication =
                task.getProcessEngineServices().getIdentityService().getCurrentAuthentication();
        if (authentication == null || authentication.getUserId() == null) {
            throw DomainException.forbidden("NOT_AUTHENTICATED", "A task is completed by a person who is logged in.");
        }
        return Actor.of(
                authentication.getUserId(),
                Optional.ofNullable(authentication.getGroupIds()).orElse(List.of()));
    }

    /** The gate's own review that a task decides like: itself, or the one that a re-attestation repeats. */
    static Optional<String> review(DelegateTask task) {
        String key = task.getTaskDefinitionKey();
        if (!REATTEST.equals(key)) {
            return Optional.of(key).filter(REVIEWS::containsValue);
        }
        return groups(task).stream()
                .flatMap(group -> Role.ofGroup(group).stream())
                .map(REVIEWS::get)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Set<String> groups(DelegateTask task) {
        return task.getCandidates().stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Role role(DelegateTask task, Actor actor) {
        Set<String> groups = groups(task);
        return groups.stream()
                .flatMap(group -> Role.ofGroup(group).stream())
                .filter(actor::has)
                .findFirst()
                .orElseThrow(() -> DomainException.forbidden(
                        "ROLE_MISSING", "This task is for members of " + groups + ", and for nobody else."));
    }

    /** Whom the actor stands in for: the one who claimed the task; null when the actor claimed it, or nobody did. */
    private @Nullable String principal(DelegateTask task, Actor actor, ReleaseId release) {
        String assignee = task.getAssignee();
        if (assignee == null || assignee.equals(actor.subject())) {
            return null;
        }
        boolean standsIn = review(task)
                .filter(review -> decisions.mayStandIn(release, review, assignee, actor.subject()))
                .isPresent();
        if (!standsIn) {
            throw DomainException.forbidden(
                    "TASK_ASSIGNED_TO_ANOTHER", "Another person has claimed this task; it must be given back first.");
        }
        return assignee;
    }
}
