package io.imprimatur.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {

    private static final Clock NOON = Clock.fixed(Instant.parse("2026-03-01T12:00:00.123456789Z"), ZoneOffset.UTC);
    private static final Actor OFFICER = new Actor("4b1d", Set.of(Role.PRIVACY_OFFICER));

    private static AuditedDatabase database;

    private final ReleaseId release = ReleaseId.random();
    private final VersionId version = VersionId.random();

    @BeforeAll
    static void start() {
        database = new AuditedDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void nothingIsOpen() {
        assertThat(Acts.current().actor()).isEqualTo(Actor.SYSTEM);
    }

    @Test
    void an_entry_tells_who_in_which_role_why_and_about_what() {
        append("DECISION_TAKEN", facts());

        assertThat(row("actor || ' ' || role || ' ' || cause || ' ' || kind || ' ' || facts"))
                .isEqualTo("4b1d privacy-officer POST /task DECISION_TAKEN {\"decision\":\"APPROVE\"}");
        assertThat(row("version_id")).isEqualTo(version.toString());
        assertThat(row("at at time zone 'UTC'")).isEqualTo("2026-03-01 12:00:00.123456");
    }

    @Test
    void the_leaf_hash_can_be_computed_again_from_what_the_table_holds() {
        append("DECISION_TAKEN", facts());

        ObjectNode read = CanonicalJson.object()
                .put("at", row("to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"))
                .put("actor", row("actor"))
                .put("role", row("role"))
                .put("cause", row("cause"))
                .put("kind", row("kind"))
                .put("release", row("release_id"))
                .put("version", row("version_id"));
        read.set("facts", CanonicalJson.parse(row("facts")));
        assertThat(row("leaf_hash")).isEqualTo(CanonicalJson.digest(read).hex());
    }

    @Test
    void the_digest_that_a_decision_is_about_has_its_own_column() {
        String digest = "a".repeat(64);
        append("DECISION_TAKEN", facts().put("evidence", digest));
        assertThat(row("digest")).isEqualTo(digest);
    }

    @Test
    void outside_a_transaction_nothing_is_appended() {
        try (EntityManager entities = database.entities()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> new Ledger(entities, NOON).append("DECISION_TAKEN", facts()))
                    .withMessageContaining("outside a transaction");
        }
    }

    @Test
    void an_entry_shares_the_fate_of_its_effect() {
        assertThatThrownBy(() -> database.inTransaction(entities -> {
                    try (Acts.Scope scope = begin()) {
                        entities.persist(new Parcel("lost", "b".repeat(64)));
                        new Ledger(entities, NOON).append("PARCEL_SENT", facts());
                        entities.flush();
                    }
                    throw new IllegalArgumentException("the delegate fails after writing");
                }))
                .hasMessage("the delegate fails after writing");

        assertThat(database.one("select count(*) from audit.ledger where release_id = '" + release + "'"))
                .isEqualTo("0");
        assertThat(database.one("select count(*) from sample.parcel where label = 'lost'"))
                .isEqualTo("0");
        assertThat(database.one("select count(*) from sample.parcel_aud where label = 'lost'"))
                .isEqualTo("0");
        assertThat(database.one("select count(*) from audit.revision where release_id = '" + release + "'"))
                .isEqualTo("0");
    }

    @Test
    void the_revision_is_the_persons_although_the_act_ended_before_the_commit() {
        database.inTransaction(entities -> {
            try (Acts.Scope scope = begin()) {
                entities.persist(new Parcel("kept", "c".repeat(64)));
                new Ledger(entities, NOON).append("PARCEL_SENT", facts());
            }
        });

        assertThat(database.one("select r.actor || ' ' || r.role || ' ' || r.release_id from sample.parcel_aud a "
                        + "join audit.revision r on r.id = a.rev where a.label = 'kept'"))
                .isEqualTo("4b1d privacy-officer " + release);
        assertThat(database.one("select count(distinct txid) from (select txid from audit.revision where release_id = '"
                        + release + "' union all select txid from audit.ledger where release_id = '" + release
                        + "') t"))
                .isEqualTo("1");
    }

    @Test
    void the_house_going_on_in_a_persons_transaction_does_not_take_the_revision_over() {
        database.inTransaction(entities -> {
            Ledger ledger = new Ledger(entities, NOON);
            try (Acts.Scope scope = Acts.begin(Act.of(OFFICER, "POST /task"))) {
                ledger.append("TASK_COMPLETED", facts());
            }
            try (Acts.Scope scope = Acts.begin(Act.system("timer").concerning(release))) {
                entities.persist(new Parcel("onward", "d".repeat(64)));
                ledger.append("PARCEL_SENT", facts());
            }
        });

        assertThat(database.one("select r.actor || ' ' || r.release_id from sample.parcel_aud a "
                        + "join audit.revision r on r.id = a.rev where a.label = 'onward'"))
                .isEqualTo("4b1d " + release);
    }

    @Test
    void an_audited_change_without_a_ledger_entry_is_told_of_the_act_in_progress() {
        try (Acts.Scope scope = begin()) {
            database.inTransaction(entities -> entities.persist(new Parcel("plain", "e".repeat(64))));
        }
        assertThat(database.one("select r.actor || ' ' || r.version_id from sample.parcel_aud a "
                        + "join audit.revision r on r.id = a.rev where a.label = 'plain'"))
                .isEqualTo("4b1d " + version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit.ledger set actor = 'nobody'",
                "delete from audit.ledger",
                "truncate audit.ledger",
                "update audit.revision set actor = 'nobody'",
                "delete from audit.revision",
                "truncate audit.revision cascade",
                "update sample.parcel_aud set label = 'forged'",
                "delete from sample.parcel_aud",
                "truncate sample.parcel_aud"
            })
    void history_refuses_even_the_owner(String change) {
        database.inTransaction(entities -> {
            try (Acts.Scope scope = begin()) {
                entities.persist(new Parcel("history", "f".repeat(64)));
                new Ledger(entities, NOON).append("PARCEL_SENT", facts());
            }
        });
        assertThatThrownBy(() -> database.run(change)).hasMessageContaining("append-only");
    }

    @Test
    void a_kind_that_is_not_a_kind_is_a_mistake_of_the_programmer() {
        try (EntityManager entities = database.entities()) {
            Ledger ledger = new Ledger(entities, NOON);
            assertThatThrownBy(() -> ledger.append("released it", facts()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void append(String kind, ObjectNode facts) {
        database.inTransaction(entities -> {
            try (Acts.Scope scope = begin()) {
                new Ledger(entities, NOON).append(kind, facts);
            }
        });
    }

    private Acts.Scope begin() {
        return Acts.begin(Act.of(OFFICER, "POST /task").concerning(release).concerning(version));
    }

    private String row(String expression) {
        return database.one("select " + expression + " from audit.ledger where release_id = '" + release + "'");
    }

    private static ObjectNode facts() {
        return CanonicalJson.object().put("decision", "APPROVE");
    }
}
