package io.imprimatur.app.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real PostgreSQL: what the run-time role may do to history, and what nobody may. */
class GrantsTest {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        asOwner("""
                create role imprimatur_app login;
                create schema audit; create schema shop;
                create function audit.refuse_change() returns trigger language plpgsql as
                  $$ begin raise exception 'append-only'; end $$;
                create table audit.flyway_schema_history(id int); create table shop.flyway_schema_history(id int);
                create table shop.basket(id int primary key); create table shop.basket_aud(id int);
                create table shop.till(id int); comment on table shop.till is 'append-only';
                create table shop.sale(id int, day date) partition by range (day);
                create table shop.sale_1 partition of shop.sale for values from ('2026-01-01') to ('2026-01-02');
                comment on table shop.sale is 'append-only'; comment on table shop.sale_1 is 'append-only';
                create function shop.close_day() returns int language sql security definer return 1;
                revoke all on function shop.close_day() from public;
                """);
        // Twice, as every start does.
        asOwner(Grants.statement(List.of("audit", "shop"), "imprimatur_app"));
        asOwner(Grants.statement(List.of("audit", "shop"), "imprimatur_app"));
        asOwner("insert into shop.basket_aud values (1); insert into shop.till values (1); "
                + "insert into shop.sale values (1, '2026-01-01')");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.basket_aud", "shop.till"})
    void history_can_be_added_to_and_read(String table) throws SQLException {
        asApplication("insert into " + table + " values (2); select * from " + table);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update shop.basket_aud set id = 3",
                "delete from shop.basket_aud",
                "truncate shop.basket_aud",
                "update shop.till set id = 3",
                "delete from shop.till",
                "truncate shop.till",
                "update shop.sale set id = 3",
                "delete from shop.sale_1",
                "truncate shop.sale_1",
                "truncate shop.sale"
            })
    void nobody_rewrites_history(String statement) {
        assertThatThrownBy(() -> asApplication(statement)).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> asOwner(statement)).hasMessageContaining("append-only");
    }

    @Test
    void working_tables_are_the_applications_own_but_their_shape_and_migrations_are_not() throws SQLException {
        asApplication("insert into shop.basket values (1); update shop.basket set id = 2; delete from shop.basket");
        assertThatThrownBy(() -> asApplication("alter table shop.basket add x int"))
                .hasMessageContaining("owner");
        assertThatThrownBy(() -> asApplication("drop trigger refuse_change on shop.till"))
                .hasMessageContaining("owner");
        assertThatThrownBy(() -> asApplication("delete from shop.flyway_schema_history"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void what_needs_the_owner_is_done_by_functions_that_the_application_may_call() throws SQLException {
        asApplication("select shop.close_day()");
        assertThatThrownBy(() -> asApplication("alter table shop.sale detach partition shop.sale_1"))
                .hasMessageContaining("owner");
        assertThatThrownBy(() -> asApplication("drop table shop.sale_1")).hasMessageContaining("owner");
    }

    @Test
    void a_role_name_that_is_no_plain_name_is_refused() {
        assertThatThrownBy(() -> Grants.statement(List.of("audit"), "x'; drop role y"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Grants.statement(List.of("audit"), "imprimatur_app")).contains("imprimatur_app");
    }

    private static void asOwner(String sql) throws SQLException {
        as("postgres", sql);
    }

    private static void asApplication(String sql) throws SQLException {
        as("imprimatur_app", sql);
    }

    private static void as(String user, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.getJdbcUrl(user, "postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
