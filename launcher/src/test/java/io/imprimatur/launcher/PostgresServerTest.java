package io.imprimatur.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    @TempDir
    private Path home;

    @Test
    void what_was_committed_survives_stop_and_crash_and_no_password_opens_another_door() throws SQLException {
        Layout layout = Layout.apart(home);
        Secrets secrets = Secrets.in(home);
        int port = Ports.free().postgres();
        PostgresServer server = new PostgresServer(layout, secrets, port);
        try {
            server.start();
            assertThat(server.isHealthy()).isTrue();
            assertDurable(server);
            commitAs("imprimatur_owner", secrets.databaseOwner(), server);
            assertThatThrownBy(() -> DriverManager.getConnection(server.url("imprimatur"), "imprimatur_app", "guess"))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(
                            server.url("keycloak"), "imprimatur_app", secrets.databaseApp()))
                    .isInstanceOf(SQLException.class);

            server.stop();
            assertThat(server.handle()).isEmpty();
            server.start();
            server.handle().orElseThrow().destroyForcibly();

            PostgresServer after =
                    new PostgresServer(layout, secrets, Ports.free().postgres());
            after.start();
            assertThat(rows(after)).isEqualTo(1);
            after.stop();
        } finally {
            server.stop();
        }
    }

    private static void assertDurable(PostgresServer server) throws SQLException {
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                try (ResultSet shown = statement.executeQuery("show " + setting)) {
                    shown.next();
                    assertThat(shown.getString(1)).as(setting).isEqualTo("on");
                }
            }
        }
    }

    private static void commitAs(String user, String password, PostgresServer server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url("imprimatur"), user, password);
                Statement statement = connection.createStatement()) {
            statement.execute("create schema kept");
            statement.execute("create table kept.kept(id int)");
            statement.execute("insert into kept.kept values (1)");
        }
    }

    private static int rows(PostgresServer server) throws SQLException {
        try (Connection connection = server.connect("imprimatur");
                Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery("select count(*) from kept.kept")) {
            counted.next();
            return counted.getInt(1);
        }
    }
}
