package io.imprimatur.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.release.internal.People;
import io.imprimatur.release.internal.Plans;
import io.imprimatur.release.internal.ReleaseDatabase;
import io.imprimatur.testbed.Fired;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a release tells of itself, in the transaction of each act. */
class ReleaseEventsTest {

    private static ReleaseDatabase database;

    private final KnownVersions versions = new KnownVersions();
    private final Fired<Object> fired = new Fired<>();
    private ReleaseId id;

    @BeforeAll
    static void start() {
        database = new ReleaseDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void submit() {
        id = submit(new ModelName("told-" + UUID.randomUUID().toString().substring(0, 12)));
        fired.events().clear();
    }

    @Test
    void every_state_is_told_once() {
        enter(id, ReleaseState.EVALUATING);
        enter(id, ReleaseState.EVALUATING);
        enter(id, ReleaseState.REJECTED);

        assertThat(fired.events())
                .containsExactly(
                        new StateEntered(id, ReleaseState.SUBMITTED, ReleaseState.EVALUATING),
                        new StateEntered(id, ReleaseState.EVALUATING, ReleaseState.REJECTED));
    }

    @Test
    void a_decision_is_told_with_the_evidence_that_was_seen() {
        enter(id, ReleaseState.EVALUATING);
        for (EvidenceKind kind :
                new EvidenceKind[] {EvidenceKind.INTAKE, EvidenceKind.EVALUATION, EvidenceKind.PRIVACY}) {
            as(Actor.SYSTEM, r -> {
                r.record(id, kind, CanonicalJson.object().put("says", kind.name()));
                return id;
            });
        }
        enter(id, ReleaseState.IN_REVIEW);
        fired.events().clear();

        Digest seen = as(People.PRIVACY_OFFICER, r -> {
            Digest digest = r.digest(id, Gate.PRIVACY);
            r.decide(id, Gate.PRIVACY, Decision.APPROVE, digest, "");
            return digest;
        });

        assertThat(fired.events()).containsExactly(new GateDecided(id, Gate.PRIVACY, Decision.APPROVE, seen));
    }

    private ReleaseId submit(ModelName model) {
        return as(People.ENGINEER, r -> r.submit(versions.add(model), Plans.whole()))
                .id();
    }

    private void enter(ReleaseId release, ReleaseState state) {
        as(Actor.SYSTEM, r -> {
            r.enter(release, state);
            return release;
        });
    }

    private <T> T as(Actor actor, Function<Releases, T> deed) {
        try (Acts.Scope scope = Acts.begin(Act.of(actor, "test"))) {
            return database.in(versions, fired, deed);
        }
    }
}
