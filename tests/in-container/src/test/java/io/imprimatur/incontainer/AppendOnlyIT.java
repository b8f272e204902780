package io.imprimatur.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.registry.Models;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What is written to the audit stays as it was written: privileges stop the application, a trigger the owner. */
@ArquillianTest
class AppendOnlyIT {

    /** Of the product's schemas: what Envers writes, and what its migrations call append-only. */
    private static final String HISTORY_TABLES = """
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%'
              and (c.relname like '%\\_aud' or obj_description(c.oid, 'pg_class') = 'append-only')""";

    /** Enabled triggers before each row's update or delete (27), and before a truncation (34); see pg_trigger.h. */
    private static final String GUARDED_TABLES = """
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            join pg_trigger t on t.tgrelid = c.oid
            where t.tgfoid = 'audit.refuse_change()'::regprocedure and t.tgenabled = 'O'
            group by 1 having array_agg(t.tgtype::int order by t.tgtype) = '{27,34}'""";

    private static final String FIRST_COLUMN = """
            select attname from pg_attribute
            where attrelid = ?::regclass and attnum > 0 and attidentity = '' order by attnum limit 1""";

    private static final String NOT_ALLOWED = "42501";

    @Inject
    Database database;

    @Inject
    Models models;

    @Test
    void every_audited_entity_has_a_history_that_is_held_to_this() throws SQLException {
        assertThat(historyTables())
                .contains("audit.ledger", "audit.revision", "registry.model_aud", "release.approval_aud")
                .hasSizeGreaterThan(15);
    }

    @Test
    void the_application_can_change_no_row_of_history() throws SQLException {
        try (Connection application = database.asRuntimeRole()) {
            for (String table : historyTables()) {
                refused(application, "update " + table + " set " + column(table) + " = " + column(table));
                refused(application, "delete from " + table);
                refused(application, "truncate " + table);
            }
        }
    }

    @Test
    void the_application_cannot_take_the_guards_away() throws SQLException {
        try (Connection application = database.asRuntimeRole()) {
            for (String table : historyTables()) {
                refused(application, "alter table " + table + " disable trigger all");
                refused(application, "drop trigger refuse_change on " + table);
            }
            refused(application, "set session_replication_role = replica");
        }
    }

    @Test
    void the_owner_is_stopped_by_a_trigger() throws SQLException {
        models.register(ModelName.of("append-only"), "To stay as it was registered.");
        try (Connection owner = database.asOwner()) {
            for (String table : List.of("audit.ledger", "audit.revision", "registry.model_aud")) {
                refused(owner, "update " + table + " set " + column(table) + " = " + column(table));
                refused(owner, "delete from " + table);
            }
            for (String table : historyTables()) {
                refused(owner, "truncate " + table + " cascade");
            }
        }
    }

    @Test
    void the_trigger_stands_at_every_history() throws SQLException {
        assertThat(database.column(GUARDED_TABLES)).containsExactlyInAnyOrderElementsOf(historyTables());
    }

    private List<String> historyTables() throws SQLException {
        return database.column(HISTORY_TABLES);
    }

    private String column(String table) throws SQLException {
        return database.column(FIRST_COLUMN, table).get(0);
    }

    private static void refused(Connection connection, String command) {
        assertThatThrownBy(() -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(command);
                    }
                })
                .as(command)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(NOT_ALLOWED));
    }
}
