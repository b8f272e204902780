package io.imprimatur.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ModelRetired;
import io.imprimatur.registry.VersionRetired;
import io.imprimatur.release.internal.Broken;
import io.imprimatur.release.internal.People;
import io.imprimatur.release.internal.Plans;
import io.imprimatur.release.internal.ReleaseDatabase;
import io.imprimatur.testbed.Fired;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RetiredVersionsTest {

    private static ReleaseDatabase database;
    private static int models;

    private final KnownVersions versions = new KnownVersions();
    private final Fired<Object> fired = new Fired<>();
    private final ModelName model = new ModelName("retired-" + ++models);
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
    void a_retired_version_is_neither_submitted_nor_cleared() {
        ReleaseId served = inService();
        versions.retire(version);
        VersionId next = versions.add(model);
        versions.retire(next);

        Broken.rule("VERSION_RETIRED", () -> as(Actor.SYSTEM, r -> r.requireCleared(served, Phase.ROLLOUT)));
        Broken.rule("VERSION_RETIRED", () -> as(People.ENGINEER, r -> r.submit(next, Plans.whole())));
    }

    @Test
    void a_version_on_its_road_is_not_retired_under_it() {
        as(People.ENGINEER, r -> r.submit(version, Plans.whole()));
        VersionId other = versions.add(model);

        Broken.rule("RELEASE_OPEN_EXISTS", () -> retired(version));
        Broken.rule("RELEASE_OPEN_EXISTS", this::retiredModel);
        retired(other);
    }

    @Test
    void a_retired_model_has_no_champion_any_more() {
        ReleaseId served = inService();

        retiredModel();

        ReleaseView after = as(Actor.SYSTEM, r -> r.get(served));
        assertThat(after.state()).isEqualTo(ReleaseState.SUPERSEDED);
    }

    private ReleaseId inService() {
        ReleaseView submitted = as(People.ENGINEER, r -> r.submit(version, Plans.whole()));
        ReleaseId id = submitted.id();
        enter(id, ReleaseState.EVALUATING);
        for (EvidenceKind kind :
                List.of(EvidenceKind.INTAKE, EvidenceKind.EVALUATION, EvidenceKind.PRIVACY, EvidenceKind.RISK)) {
            as(Actor.SYSTEM, r -> {
                r.record(id, kind, CanonicalJson.object().put("says", kind.name()));
                return kind;
            });
        }
        enter(id, ReleaseState.IN_REVIEW);
        approve(id, Gate.PRIVACY, People.PRIVACY_OFFICER);
        approve(id, Gate.RISK, People.RISK_MANAGER);
        enter(id, ReleaseState.PILOT);
        enter(id, ReleaseState.AWAITING_SIGN_OFF);
        approve(id, Gate.SIGN_OFF, People.RELEASE_MANAGER);
        enter(id, ReleaseState.ROLLING_OUT);
        enter(id, ReleaseState.IN_SERVICE);
        return id;
    }

    private void enter(ReleaseId id, ReleaseState state) {
        as(Actor.SYSTEM, r -> {
            r.enter(id, state);
            return state;
        });
    }

    private void approve(ReleaseId id, Gate gate, Actor by) {
        as(by, r -> {
            r.decide(id, gate, Decision.APPROVE, r.digest(id, gate), "");
            return gate;
        });
    }

    private void retired(VersionId of) {
        as(Actor.SYSTEM, r -> {
            r.retired(new VersionRetired(model, of));
            return of;
        });
    }

    private void retiredModel() {
        as(Actor.SYSTEM, r -> {
            r.retired(new ModelRetired(model));
            return model;
        });
    }

    private <T> T as(Actor actor, Function<Releases, T> deed) {
        try (Acts.Scope scope = Acts.begin(Act.of(actor, "test"))) {
            return database.in(versions, fired, deed);
        }
    }
}
