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
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ModelCardRevised;
import io.imprimatur.release.internal.Broken;
import io.imprimatur.release.internal.People;
import io.imprimatur.release.internal.Plans;
import io.imprimatur.release.internal.ReleaseDatabase;
import io.imprimatur.testbed.Fired;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReleasesTest {

    private static ReleaseDatabase database;

    private final KnownVersions versions = new KnownVersions();
    private final Fired<Object> fired = new Fired<>();
    private final ModelName model =
            new ModelName("m" + UUID.randomUUID().toString().substring(0, 12));
    private final VersionId version = versions.add(model);

    @BeforeAll
    static void start() {
        database = new ReleaseDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void a_release_is_read_back_as_it_was_submitted() {
        ReleaseView submitted = submit();
        assertThat(get(submitted.id())).isEqualTo(submitted);
        assertThat(submitted.state()).isEqualTo(ReleaseState.SUBMITTED);
        assertThat(submitted.submitter()).isEqualTo("engineer-sub");
        assertThat(submitted.plan().document()).isEqualTo(Plans.whole());
        assertThat(submitted.evidence()).containsOnlyKeys(EvidenceKind.MODEL_CARD);
        assertThat(submitted.digests()).containsOnlyKeys(Gate.values());
        assertThat(fired.events()).containsExactly(new ReleaseSubmitted(submitted.id(), model, version));
    }

    @Test
    void a_model_has_one_challenger_at_a_time_and_a_version_one_road() {
        ReleaseView first = submit();
        assertThat(Broken.rule("RELEASE_OPEN_EXISTS", this::submit))
                .hasMessageContaining(first.id().toString());
        VersionId next = versions.add(model);
        assertThat(Broken.rule("RELEASE_OPEN_EXISTS", () -> submit(next, null)))
                .hasMessageContaining(first.id().toString());

        as(People.ENGINEER, releases -> releases.withdraw(first.id()));
        assertThat(submit(next, null).state()).isEqualTo(ReleaseState.SUBMITTED);
    }

    @Test
    void two_challengers_at_the_same_moment_end_with_one() throws Exception {
        List<VersionId> both = List.of(versions.add(model), versions.add(model));
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<String>> outcomes = both.stream()
                    .map(each -> pool.submit(() -> {
                        try {
                            return submit(each, null).state().name();
                        } catch (DomainException e) {
                            return e.code();
                        }
                    }))
                    .toList();
            assertThat(List.of(outcomes.get(0).get(), outcomes.get(1).get()))
                    .containsExactlyInAnyOrder("SUBMITTED", "RELEASE_OPEN_EXISTS");
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void the_same_key_with_the_same_request_answers_the_same_release() {
        ReleaseView first = submit(version, "key-" + version);
        ReleaseView again = submit(version, "key-" + version);
        assertThat(again).isEqualTo(first);
        assertThat(fired.events()).hasSize(1);
    }

    @Test
    void the_same_key_with_another_request_is_refused() {
        submit(version, "key-" + version);
        VersionId other = versions.add(new ModelName(model + "-b"));
        Broken.rule("IDEMPOTENCY_KEY_REUSED", () -> submit(other, "key-" + version));
    }

    @Test
    void a_refused_request_leaves_its_key_free() {
        ObjectNode broken = Plans.whole();
        broken.remove("pilot");
        Broken.rule("PLAN_INVALID", () -> as(People.ENGINEER, r -> r.submit(version, broken, "key-" + version)));
        assertThat(submit(version, "key-" + version).state()).isEqualTo(ReleaseState.SUBMITTED);
    }

    @Test
    void another_persons_equal_key_is_another_key() {
        submit(version, "shared");
        Actor colleague = new Actor("colleague-" + version, Set.of());
        Broken.rule("RELEASE_OPEN_EXISTS", () -> as(colleague, r -> r.submit(version, Plans.whole(), "shared")));
    }

    @Test
    void the_whole_road_leaves_one_ledger_entry_for_each_effect() {
        ReleaseId id = inService();
        assertThat(ledger(id))
                .startsWith("RELEASE_SUBMITTED", "STATE_ENTERED", "EVIDENCE_RECORDED")
                .contains("DECISION_TAKEN")
                .endsWith("STATE_ENTERED");
        assertThat(ledger(id)).filteredOn("DECISION_TAKEN"::equals).hasSize(3);
        assertThat(database.one("select string_agg(role || ' ' || actor, ', ' order by seq) from audit.ledger "
                        + "where kind = 'DECISION_TAKEN' and release_id = '" + id + "'"))
                .isEqualTo("privacy-officer privacy-sub, risk-manager risk-sub, release-manager manager-sub");
    }

    @Test
    void every_change_has_its_revision_with_actor_role_and_release() {
        ReleaseId id = inService();
        assertThat(database.one("select string_agg(r.actor || ' ' || r.role, ', ' order by r.id) "
                        + "from release.approval_aud a join audit.revision r on r.id = a.rev where r.release_id = '"
                        + id
                        + "'"))
                .isEqualTo("privacy-sub privacy-officer, risk-sub risk-manager, manager-sub release-manager");
        assertThat(database.one("select count(*) from release.duty_aud where release_id = '" + id + "'"))
                .isEqualTo("4");
        assertThat(database.one("select string_agg(state, ' ' order by rev) from release.release_aud where id = '" + id
                        + "' and revtype = 0"))
                .isEqualTo("SUBMITTED");
    }

    @Test
    void evidence_that_moves_voids_approvals_in_the_database_and_tells_so() {
        ReleaseId id = inPilot();
        fired.events().clear();
        as(Actor.SYSTEM, r -> r.record(id, EvidenceKind.RISK, document("reassessed")));

        assertThat(fired.events()).containsExactly(new EvidenceChanged(id, Set.of(Gate.RISK)));
        assertThat(database.one("select count(*) from release.approval where voided_at is not null and release_id = '"
                        + id + "'"))
                .isEqualTo("1");
        assertThat(this.<Boolean>ask(r -> r.isCleared(id, Phase.PILOT))).isFalse();
        Broken.rule("RELEASE_NOT_CLEARED", () -> ask(r -> r.requireCleared(id, Phase.PILOT)));
    }

    @Test
    void a_revised_card_is_new_evidence_of_the_open_release() {
        ReleaseId id = inReview();
        as(People.ENGINEER, r -> r.amend(new ModelCardRevised(version, KnownVersions.card(2, "with retention"))));
        assertThat(get(id).evidence()
                        .get(EvidenceKind.MODEL_CARD)
                        .path("purpose")
                        .asText())
                .isEqualTo("with retention");
        assertThat(ledger(id)).endsWith("EVIDENCE_RECORDED");
    }

    @Test
    void a_card_revised_under_a_pilot_is_refused() {
        ReleaseId id = inPilot();
        Broken.rule(
                "MODEL_CARD_FROZEN",
                () -> as(People.ENGINEER, r -> r.amend(new ModelCardRevised(version, KnownVersions.card(2, "other")))));
        assertThat(this.<Boolean>ask(r -> r.isCleared(id, Phase.PILOT))).isTrue();
    }

    @Test
    void an_approval_is_renewed_by_its_own_approver_and_all_that_fall_due_before_it_expires_with_it() {
        ReleaseId id = inPilot();
        database.clock().forward(Duration.ofDays(1));
        as(Actor.SYSTEM, r -> r.enter(id, ReleaseState.AWAITING_SIGN_OFF));
        approve(id, Gate.SIGN_OFF, People.RELEASE_MANAGER);
        as(Actor.SYSTEM, r -> r.enter(id, ReleaseState.ROLLING_OUT));
        as(Actor.SYSTEM, r -> r.enter(id, ReleaseState.IN_SERVICE));
        assertThat(this.<Attestation>ask(r -> r.attestation(id)).reviewers()).containsValue(0);

        database.clock().forward(Duration.ofDays(149));
        assertThat(this.<Attestation>ask(r -> r.attestation(id)).reviewers())
                .containsOnlyKeys(Gate.values())
                .allSatisfy((gate, people) -> assertThat(people).isOne());
        approve(id, Gate.PRIVACY, People.PRIVACY_OFFICER);
        approve(id, Gate.RISK, People.RISK_MANAGER);
        approve(id, Gate.SIGN_OFF, People.RELEASE_MANAGER);

        assertThat(database.one("select count(*) filter (where voided_by = 'RENEWED') || ' of ' || count(*) "
                        + "from release.approval where release_id = '" + id + "'"))
                .isEqualTo("3 of 6");
        assertThat(this.<Attestation>ask(r -> r.attestation(id)).reviewers())
                .allSatisfy((gate, people) -> assertThat(people).isZero());
    }

    @Test
    void evidence_that_moves_under_a_version_in_service_is_a_finding() {
        ReleaseId id = inService();
        as(People.ENGINEER, r -> r.amend(new ModelCardRevised(version, KnownVersions.card(2, "other limits"))));
        assertThat(ledger(id)).endsWith("EVIDENCE_RECORDED", "FINDING_RAISED");
        assertThat(this.<Boolean>ask(r -> r.mayServe(id, Phase.ROLLOUT))).isFalse();
        assertThat(this.<Attestation>ask(r -> r.attestation(id)).reviewers())
                .containsOnlyKeys(Gate.values())
                .containsValue(1);
    }

    @Test
    void a_new_champion_supersedes_the_one_before_it_and_a_rollback_brings_it_back() {
        ReleaseId first = inService();
        VersionId next = versions.add(model);
        ReleaseId second = inService(next);

        assertThat(get(first).state()).isEqualTo(ReleaseState.SUPERSEDED);
        assertThat(this.<Boolean>ask(r -> r.isCleared(first, Phase.ROLLOUT))).isTrue();
        as(People.OPERATOR, r -> {
            r.enter(second, ReleaseState.ROLLED_BACK);
            r.enter(first, ReleaseState.IN_SERVICE);
        });
        assertThat(get(first).state()).isEqualTo(ReleaseState.IN_SERVICE);
        assertThat(this.<Boolean>ask(r -> r.isCleared(second, Phase.ROLLOUT))).isFalse();
    }

    @Test
    void open_is_what_is_on_the_road_or_serves() {
        ReleaseId id = submit().id();
        assertThat(this.<Object>ask(r -> r.openFor(version).orElseThrow())).isEqualTo(id);
        as(People.ENGINEER, r -> r.withdraw(id));
        assertThat(this.<Boolean>ask(r -> r.openFor(version).isPresent())).isFalse();
        assertThat(fired.events()).endsWith(new ReleaseWithdrawn(id, model));
    }

    @Test
    void an_unknown_release_is_told_and_is_cleared_for_nothing() {
        Broken.rule("RELEASE_UNKNOWN", () -> get(ReleaseId.random()));
        Broken.rule("RELEASE_UNKNOWN", () -> as(Actor.SYSTEM, r -> r.enter(ReleaseId.random(), ReleaseState.PILOT)));
        assertThat(this.<Boolean>ask(r -> r.isCleared(ReleaseId.random(), Phase.PILOT)))
                .isFalse();
    }

    @Test
    void the_database_refuses_a_person_a_second_duty() {
        ReleaseId id = inReview();
        assertThatThrownBy(
                        () -> database.run("insert into release.duty values ('" + id + "', 'engineer-sub', 'PRIVACY')"))
                .hasMessageContaining("duty_one_per_person");
    }

    @Test
    void the_database_refuses_an_approval_and_a_decision_without_the_duty_of_their_gate() {
        ReleaseId id = inReview();
        String approval = "insert into release.approval (id, release_id, gate, by_actor, evidence, at) values "
                + "(gen_random_uuid(), '%s', 'PRIVACY', '%s', repeat('a', 64), now())";
        assertThatThrownBy(() -> database.run(approval.formatted(id, "engineer-sub")))
                .hasMessageContaining("approval_by_duty");
        assertThatThrownBy(() -> database.run(approval.formatted(id, "nobody")))
                .hasMessageContaining("approval_by_duty");
        assertThatThrownBy(() -> database.run("insert into release.decision values (gen_random_uuid(), '" + id
                        + "', 'RISK', 'APPROVE', 'engineer-sub', repeat('a', 64), '', now())"))
                .hasMessageContaining("decision_by_duty");
        database.run(
                approval.formatted(id, "officer"),
                "insert into release.duty values ('" + id + "', 'officer', 'PRIVACY')");
    }

    @Test
    void one_person_at_two_gates_at_the_same_moment_gets_one() throws Exception {
        ReleaseId id = inReview();
        Digest privacy = get(id).digests().get(Gate.PRIVACY);
        Digest risk = get(id).digests().get(Gate.RISK);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<?> one = pool.submit(
                    () -> as(People.OF_ALL_ROLES, r -> r.decide(id, Gate.PRIVACY, Decision.APPROVE, privacy, "")));
            Future<?> other = pool.submit(
                    () -> as(People.OF_ALL_ROLES, r -> r.decide(id, Gate.RISK, Decision.APPROVE, risk, "")));
            assertThat(List.of(outcome(one), outcome(other))).containsExactlyInAnyOrder("done", "SEPARATION_OF_DUTIES");
        } finally {
            pool.shutdown();
        }
        assertThat(get(id).approvals()).hasSize(1);
    }

    private static String outcome(Future<?> future) throws InterruptedException {
        try {
            future.get();
            return "done";
        } catch (ExecutionException e) {
            return e.getCause() instanceof DomainException broken ? broken.code() : String.valueOf(e.getCause());
        }
    }

    private ReleaseView submit() {
        return submit(version, null);
    }

    private ReleaseView submit(VersionId id, String key) {
        try (Acts.Scope scope = Acts.begin(Act.of(People.ENGINEER, "test"))) {
            return database.in(versions, fired, releases -> releases.submit(id, Plans.whole(), key));
        }
    }

    private ReleaseId inReview() {
        return inReview(version);
    }

    private ReleaseId inReview(VersionId of) {
        ReleaseId id = submit(of, null).id();
        as(Actor.SYSTEM, r -> r.enter(id, ReleaseState.EVALUATING));
        for (EvidenceKind kind :
                List.of(EvidenceKind.INTAKE, EvidenceKind.EVALUATION, EvidenceKind.PRIVACY, EvidenceKind.RISK)) {
            as(Actor.SYSTEM, r -> r.record(id, kind, document(kind.name())));
        }
        as(Actor.SYSTEM, r -> r.enter(id, ReleaseState.IN_REVIEW));
        return id;
    }

    private ReleaseId inPilot() {
        return inPilot(version);
    }

    private ReleaseId inPilot(VersionId of) {
        ReleaseId id = inReview(of);
        approve(id, Gate.PRIVACY, People.PRIVACY_OFFICER);
        approve(id, Gate.RISK, People.RISK_MANAGER);
        as(Actor.SYSTEM, r -> r.enter(id, ReleaseState.PILOT));
        return id;
    }

    private ReleaseId inService() {
        return inService(version);
    }

    private ReleaseId inService(VersionId of) {
        ReleaseId id = inPilot(of);
        as(Actor.SYSTEM, r -> r.enter(id, ReleaseState.AWAITING_SIGN_OFF));
        approve(id, Gate.SIGN_OFF, People.RELEASE_MANAGER);
        as(Actor.SYSTEM, r -> r.enter(id, ReleaseState.ROLLING_OUT));
        as(Actor.SYSTEM, r -> r.enter(id, ReleaseState.IN_SERVICE));
        return id;
    }

    private void approve(ReleaseId id, Gate gate, Actor by) {
        as(by, r -> r.decide(id, gate, Decision.APPROVE, r.digest(id, gate), ""));
    }

    private ReleaseView get(ReleaseId id) {
        return ask(releases -> releases.get(id));
    }

    private <T> T ask(Function<Releases, T> question) {
        return database.in(versions, fired, question);
    }

    private void as(Actor actor, Consumer<Releases> deed) {
        try (Acts.Scope scope = Acts.begin(Act.of(actor, "test"))) {
            database.in(versions, fired, releases -> {
                deed.accept(releases);
                return true;
            });
        }
    }

    private static List<String> ledger(ReleaseId id) {
        return List.of(database.one(
                        "select string_agg(kind, ' ' order by seq) from audit.ledger where release_id = '" + id + "'")
                .split(" "));
    }

    private static ObjectNode document(String says) {
        return CanonicalJson.object().put("says", says);
    }
}
