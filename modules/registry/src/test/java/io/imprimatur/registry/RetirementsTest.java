package io.imprimatur.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.VersionId;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A retention period of ten days, which the test lets pass. */
class RetirementsTest {

    private static RegistryDatabase database;
    private static int models;

    @TempDir
    private static Path directory;

    private final ModelName model = new ModelName("retired-" + ++models);
    private VersionId version;
    private Digest artifact;

    @BeforeAll
    static void start() {
        database = new RegistryDatabase(directory);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void add() {
        database.in(services -> services.models().register(model, "to be retired"));
        artifact = upload("weights of " + model);
        version = addVersion(model, artifact);
        database.fired().events().clear();
    }

    @Test
    void a_retired_version_keeps_its_record_and_is_never_released_again() {
        database.in(services -> {
            services.versions().requireInUse(version);
            return true;
        });

        Retirement retired = as("operator-1", r -> r.retire(version, "replaced"));

        assertThat(retired.by()).isEqualTo("operator-1");
        assertThat(database.fired().events()).containsExactly(new VersionRetired(model, version));
        refused(
                "VERSION_RETIRED",
                () -> database.in(services -> {
                    services.versions().requireInUse(version);
                    return true;
                }));
        assertThat(database.in(services -> services.versions().get(version)).artifact())
                .isEqualTo(artifact);
        refused("VERSION_EXISTS", () -> addVersion(model, artifact));
        Retirement again = as("operator-2", r -> r.retire(version, "again"));
        assertThat(again).isEqualTo(retired);
    }

    @Test
    void whoever_still_needs_the_version_refuses_its_retirement() {
        database.refuse("VERSION_IN_SERVICE");
        try {
            refused("VERSION_IN_SERVICE", () -> as("operator-1", r -> r.retire(version, "replaced")));
        } finally {
            database.refuse(null);
        }
        refused("VERSION_NOT_RETIRED", () -> as("operator-1", r -> r.of(version)));
    }

    @Test
    void bytes_are_kept_for_the_retention_period_and_then_erased_by_two_people() {
        refused("VERSION_NOT_RETIRED", () -> as("officer", r -> r.erase(version, "too early")));
        as("operator-1", r -> r.retire(version, "replaced"));
        refused("RETENTION_NOT_OVER", () -> as("officer", r -> r.erase(version, "too early")));
        database.clock().forward(Duration.ofDays(10));

        as("officer", r -> r.erase(version, "the period is over"));
        refused("ERASURE_NEEDS_ANOTHER", () -> as("officer", r -> r.erase(version, "the period is over")));
        assertThat(database.store().holds(artifact)).isTrue();
        Retirement erased = as("manager", r -> r.erase(version, "the period is over"));

        assertThat(erased.erasedAt()).isEqualTo(database.clock().instant());
        assertThat(database.fired().events()).endsWith(new ArtifactErased(artifact));
        refused("ARTIFACT_ERASED", () -> as("manager", r -> r.erase(version, "again")));
        assertThat(database.one("select string_agg(kind || ' ' || actor, ', ' order by seq) from audit.ledger "
                        + "where kind like 'ARTIFACT_ERAS%' and facts::json ->> 'artifact' = '" + artifact.hex() + "'"))
                .isEqualTo("ARTIFACT_ERASURE_ASKED officer, ARTIFACT_ERASED manager");
    }

    @Test
    void erased_bytes_are_removed_after_the_commit_and_again_at_the_next_start() {
        erase();

        database.erasures().erased(new ArtifactErased(artifact));
        assertThat(database.store().holds(artifact)).isFalse();

        upload("weights of " + model);
        database.erasures().start(new Object());
        assertThat(database.store().holds(artifact)).isFalse();
    }

    @Test
    void bytes_that_another_version_needs_are_kept() {
        ModelName twin = new ModelName(model + "-twin");
        database.in(services -> services.models().register(twin, "the same bytes"));
        VersionId other = addVersion(twin, artifact);
        as("operator-1", r -> r.retire(version, "replaced"));
        database.clock().forward(Duration.ofDays(10));

        refused("ARTIFACT_SHARED", () -> as("officer", r -> r.erase(version, "the period is over")));
        as("operator-1", r -> r.retire(other, "replaced"));
        refused("ARTIFACT_SHARED", () -> as("officer", r -> r.erase(version, "the period is over")));
        database.erasures().start(new Object());
        assertThat(database.store().holds(artifact)).isTrue();
    }

    @Test
    void a_model_retires_with_all_its_versions_and_takes_no_other() {
        VersionId second = addVersion(model, upload("more weights of " + model));

        List<Retirement> retired = as("operator-1", r -> r.retire(model, "its purpose is gone"));

        assertThat(retired).extracting(Retirement::version).containsExactly(version, second);
        assertThat(database.fired().events()).containsExactly(new ModelRetired(model));
        Digest third = upload("third weights of " + model);
        refused("MODEL_RETIRED", () -> addVersion(model, third));
        List<Retirement> again = as("operator-1", r -> r.retire(model, "again"));
        assertThat(again).isEqualTo(retired);
        assertThat(database.fired().events()).hasSize(1);
    }

    @Test
    void the_database_lets_nobody_erase_alone() {
        as("operator-1", r -> r.retire(version, "replaced"));

        assertThatThrownBy(() -> database.run("update registry.retirement set erasure_asked_by = 'one', "
                        + "erased_by = 'one', erased_at = now() where version_id = '" + version + "'"))
                .hasMessageContaining("check constraint");
    }

    private void erase() {
        as("operator-1", r -> r.retire(version, "replaced"));
        database.clock().forward(Duration.ofDays(10));
        as("officer", r -> r.erase(version, "the period is over"));
        as("manager", r -> r.erase(version, "the period is over"));
    }

    private static Digest upload(String text) {
        byte[] bytes = ("PK\u0003\u0004" + text).getBytes(UTF_8);
        return database.store().store(new ByteArrayInputStream(bytes), null).digest();
    }

    private static VersionId addVersion(ModelName name, Digest digest) {
        return database.in(services -> services.versions().add(name, digest, RegistryDatabase.card()))
                .id();
    }

    private static <T> T as(String person, Function<Retirements, T> call) {
        try (Acts.Scope scope = Acts.begin(Act.of(new Actor(person, Set.of(Role.OPERATOR)), "test"))) {
            return database.in(services -> call.apply(services.retirements()));
        }
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
