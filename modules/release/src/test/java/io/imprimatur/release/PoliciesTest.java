package io.imprimatur.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.internal.Broken;
import io.imprimatur.release.internal.People;
import io.imprimatur.release.internal.Plans;
import io.imprimatur.release.internal.PolicyReader;
import io.imprimatur.release.internal.ReleaseDatabase;
import io.imprimatur.release.internal.ReleaseDatabase.Services;
import io.imprimatur.testbed.Fired;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    private final KnownVersions versions = new KnownVersions();
    private final Fired<Object> fired = new Fired<>();
    private ReleaseDatabase database;

    @BeforeEach
    void start() {
        database = new ReleaseDatabase();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void without_a_change_the_policy_of_the_house_is_in_force() {
        ReviewPolicy policy = as(People.RELEASE_MANAGER, s -> s.policies().inForce());
        assertThat(policy.revision()).isZero();
        assertThat(policy.of("high").validity()).isEqualTo(Duration.ofDays(180));
        assertThat(policy.of("never heard of")).isEqualTo(policy.of("high"));
    }

    @Test
    void a_change_is_proposed_by_one_and_put_into_force_by_another() {
        PolicyProposal proposal = propose(withApprovers("RISK", 2));
        assertThat(as(People.ENGINEER, s -> s.policies().inForce()).revision()).isZero();

        as(People.RISK_MANAGER, s -> s.policies().approve(1, proposal.digest(), ""));
        ReviewPolicy policy = as(People.ENGINEER, s -> s.policies().inForce());
        assertThat(policy.revision()).isEqualTo(1);
        assertThat(policy.of("high").approvers()).containsEntry(Gate.RISK, 2);
        assertThat(database.one("select string_agg(kind || ' ' || actor, ', ' order by seq) from audit.ledger"))
                .isEqualTo("POLICY_PROPOSED manager-sub, POLICY_IN_FORCE risk-sub");
        assertThat(database.one("select string_agg(state, ' ' order by rev) from release.policy_aud"))
                .isEqualTo("PROPOSED IN_FORCE");
    }

    @Test
    void nobody_puts_his_own_proposal_into_force_in_code_or_database() {
        PolicyProposal proposal = propose(withApprovers("RISK", 2));
        Actor proposer = new Actor(People.RELEASE_MANAGER.subject(), People.OF_ALL_ROLES.roles());
        Broken.rule("SEPARATION_OF_DUTIES", () -> as(proposer, s -> s.policies().approve(1, proposal.digest(), "")));
        assertThatThrownBy(() -> database.run(
                        "update release.policy set state = 'IN_FORCE', decided_by = proposed_by, decided_at = now()"))
                .hasMessageContaining("policy_by_two");
    }

    @Test
    void a_decision_names_the_policy_that_was_read_and_is_taken_once() {
        PolicyProposal proposal = propose(withApprovers("RISK", 2));
        Digest other = new Digest("0".repeat(64));
        Broken.rule(
                "POLICY_MOVED", () -> as(People.RISK_MANAGER, s -> s.policies().approve(1, other, "")));
        as(People.RISK_MANAGER, s -> s.policies().reject(1, proposal.digest(), "too slow"));
        Broken.rule(
                "POLICY_DECIDED",
                () -> as(People.RISK_MANAGER, s -> s.policies().approve(1, proposal.digest(), "")));
        assertThat(as(People.ENGINEER, s -> s.policies().inForce()).revision()).isZero();
    }

    @Test
    void a_second_policy_replaces_the_first_and_one_proposal_waits_at_a_time() {
        PolicyProposal first = propose(withApprovers("RISK", 2));
        Broken.rule("POLICY_PROPOSED_ALREADY", () -> propose(withApprovers("PRIVACY", 2)));
        as(People.RISK_MANAGER, s -> s.policies().approve(1, first.digest(), ""));
        PolicyProposal second = propose(withApprovers("PRIVACY", 2));
        as(People.RISK_MANAGER, s -> s.policies().approve(2, second.digest(), ""));
        assertThat(this.<List<PolicyProposal>>as(
                        People.ENGINEER, s -> s.policies().proposals()))
                .extracting(PolicyProposal::state)
                .containsExactly(PolicyProposal.State.IN_FORCE, PolicyProposal.State.REPLACED);
    }

    @Test
    void no_policy_lets_one_person_hold_two_duties() {
        ObjectNode loose = house();
        loose.withArray("/separate").remove(0);
        DomainException refused = Broken.rule("POLICY_INVALID", () -> propose(loose));
        assertThat(refused.faults()).extracting(Fault::pointer).containsExactly("/separate");
        assertThat(refused.faults().get(0).message()).contains("SUBMITTER and PRIVACY");
    }

    @Test
    void a_broken_policy_is_refused_with_every_fault_and_leaves_nothing() {
        ObjectNode broken = house();
        broken.withObject("/classes/high").put("validity", "half a year").put("afterGrace", "NEVER");
        broken.withObject("/classes/high/approvers").put("RISK", 0);
        assertThat(Broken.rule("POLICY_INVALID", () -> propose(broken)).faults())
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/classes/high/validity", "/classes/high/afterGrace", "/classes/high/approvers/RISK");
        assertThat(database.one("select count(*) from release.policy")).isEqualTo("0");
    }

    @Test
    void a_renewal_cannot_be_due_before_the_approval_is_given() {
        ObjectNode broken = house();
        broken.withObject("/classes/high").put("remindBefore", "P180D");
        assertThat(Broken.rule("POLICY_INVALID", () -> propose(broken)).faults())
                .extracting(Fault::pointer)
                .containsExactly("/classes/high/remindBefore");
    }

    @Test
    void a_dry_run_tells_which_of_the_last_releases_it_would_have_stopped_and_where() {
        ReleaseId approved = inReview();
        approve(approved, Gate.PRIVACY, People.PRIVACY_OFFICER);
        approve(approved, Gate.RISK, People.RISK_MANAGER);
        inReview();

        PolicyTrial trial = as(People.RELEASE_MANAGER, s -> s.policies().tryOut(withApprovers("RISK", 2)));
        assertThat(trial.summary()).isEqualTo("1 of the last 2 releases would have been stopped.");
        assertThat(trial.stopped()).singleElement().satisfies(stopped -> {
            assertThat(stopped.release()).isEqualTo(approved);
            assertThat(stopped.where()).containsExactly("RISK was approved by 1 of the 2 people it needs");
        });
        assertThat(database.one("select count(*) from release.policy")).isEqualTo("0");
    }

    @Test
    void a_release_keeps_the_policy_that_it_was_submitted_under() {
        ReleaseId before = inReview();
        PolicyProposal proposal = propose(withApprovers("PRIVACY", 2));
        as(People.RISK_MANAGER, s -> s.policies().approve(1, proposal.digest(), ""));
        ReleaseId after = inReview();

        approve(before, Gate.PRIVACY, People.PRIVACY_OFFICER);
        approve(after, Gate.PRIVACY, People.PRIVACY_OFFICER);
        assertThat(terms(before).missing()).containsEntry(Gate.PRIVACY, 0);
        assertThat(terms(after).missing()).containsEntry(Gate.PRIVACY, 1);
        assertThat(terms(after).policy()).isEqualTo(1);
    }

    @Test
    void a_named_deputy_of_the_same_role_stands_in_for_a_time() {
        ReleaseId release = inReview();
        var now = database.clock().instant();
        as(
                People.PRIVACY_OFFICER,
                s -> s.deputies().name(Gate.PRIVACY, "all-sub", now.plusSeconds(60), now.plus(Duration.ofDays(14))));
        Broken.rule("DEPUTY_UNKNOWN", () -> approveFor(release, "privacy-sub"));
        database.clock().forward(Duration.ofSeconds(60));
        Broken.rule("DEPUTY_UNKNOWN", () -> approveFor(release, "risk-sub"));
        approveFor(release, "privacy-sub");

        assertThat(database.one("select facts::json ->> 'onBehalfOf' from audit.ledger where kind = 'DECISION_TAKEN'"))
                .isEqualTo("privacy-sub");
        assertThat(database.one(
                        "select string_agg(actor, ' ' order by actor) from release.duty where duty = 'PRIVACY'"))
                .isEqualTo("all-sub privacy-sub");
    }

    @Test
    void a_deputy_is_somebody_else_for_a_bounded_time_named_by_who_decides_at_the_gate() {
        var now = database.clock().instant();
        var later = now.plus(Duration.ofDays(1));
        Broken.rule("ROLE_MISSING", () -> as(People.ENGINEER, s -> s.deputies().name(Gate.RISK, "x", now, later)));
        Broken.rule(
                "DEPUTY_INVALID",
                () -> as(People.RISK_MANAGER, s -> s.deputies().name(Gate.RISK, "risk-sub", now, later)));
        Broken.rule(
                "DEPUTY_INVALID",
                () -> as(People.RISK_MANAGER, s -> s.deputies().name(Gate.RISK, "x", later, now)));
        Broken.rule(
                "DEPUTY_INVALID",
                () -> as(
                        People.RISK_MANAGER,
                        s -> s.deputies().name(Gate.RISK, "x", now, now.plus(Duration.ofDays(91)))));
    }

    @Test
    void who_named_a_deputy_ends_it_and_nobody_else() {
        var now = database.clock().instant();
        Deputyship named =
                as(People.RISK_MANAGER, s -> s.deputies().name(Gate.RISK, "x", now, now.plus(Duration.ofDays(1))));
        Broken.rule(
                "NOT_THE_PRINCIPAL",
                () -> as(People.OF_ALL_ROLES, s -> s.deputies().end(named.id())));
        as(People.RISK_MANAGER, s -> s.deputies().end(named.id()));
        assertThat(this.<Boolean>as(People.RISK_MANAGER, s -> s.deputies().standsIn(Gate.RISK, "risk-sub", "x")))
                .isFalse();
    }

    private void approveFor(ReleaseId release, String principal) {
        as(People.OF_ALL_ROLES, s -> {
            Digest digest = s.releases().digest(release, Gate.PRIVACY);
            s.releases().decide(release, Gate.PRIVACY, Decision.APPROVE, principal, digest, "", Map.of());
            return true;
        });
    }

    private PolicyProposal propose(ObjectNode document) {
        return as(People.RELEASE_MANAGER, s -> s.policies().propose(document, "asked for by model risk"));
    }

    private ReviewTerms terms(ReleaseId release) {
        return as(People.ENGINEER, s -> s.releases().get(release).terms());
    }

    private ReleaseId inReview() {
        ModelName model = new ModelName("m" + UUID.randomUUID().toString().substring(0, 12));
        ReleaseId id = as(
                People.ENGINEER,
                s -> s.releases().submit(versions.add(model), Plans.whole()).id());
        as(Actor.SYSTEM, s -> {
            s.releases().enter(id, ReleaseState.EVALUATING);
            for (EvidenceKind kind : Gate.RISK.demanded()) {
                s.releases().record(id, kind, CanonicalJson.object().put("says", kind.name()));
            }
            s.releases().enter(id, ReleaseState.IN_REVIEW);
            return true;
        });
        return id;
    }

    private void approve(ReleaseId id, Gate gate, Actor by) {
        as(by, s -> {
            s.releases().decide(id, gate, Decision.APPROVE, s.releases().digest(id, gate), "");
            return true;
        });
    }

    private static ObjectNode house() {
        return PolicyReader.house().document().deepCopy();
    }

    private static ObjectNode withApprovers(String gate, int people) {
        ObjectNode policy = house();
        policy.withObject("/classes/high/approvers").put(gate, people);
        return policy;
    }

    private <T> T as(Actor actor, Function<Services, T> deed) {
        try (Acts.Scope scope = Acts.begin(Act.of(actor, "test"))) {
            return database.with(versions, fired, deed);
        }
    }
}
