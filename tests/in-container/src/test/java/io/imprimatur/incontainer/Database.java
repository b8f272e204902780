package io.imprimatur.incontainer;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The product's database through connections of its own: it sees what has been committed, and nothing else. */
@ApplicationScoped
public class Database {

    private static final String REFUSE = """
            create function audit.refuse_for_a_test() returns trigger language plpgsql as $$
            begin raise exception 'refused for a test'; end $$""";

    /** As the role that the application runs as. */
    public Connection asRuntimeRole() throws SQLException {
        return connect("imprimatur.db.user", "imprimatur.db.password");
    }

    /** As the role that owns the tables. */
    public Connection asOwner() throws SQLException {
        return connect("imprimatur.db.owner.user", "imprimatur.db.owner.password");
    }

    /** The first column of the rows. */
    public List<String> column(String query, Object... parameters) throws SQLException {
        try (Connection connection = asRuntimeRole();
                PreparedStatement select = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                List<String> column = new ArrayList<>();
                while (rows.next()) {
                    column.add(rows.getString(1));
                }
                return column;
            }
        }
    }

    /** Lets the table take no row of which the condition holds, until it is closed. */
    public Refusal refuse(String table, String condition) throws SQLException {
        try (Connection owner = asOwner();
                Statement statement = owner.createStatement()) {
            statement.execute(REFUSE);
            statement.execute("create trigger refuse_for_a_test before insert on " + table + " for each row when ("
                    + condition + ") execute function audit.refuse_for_a_test()");
        }
        return () -> {
            try (Connection owner = asOwner();
                    Statement statement = owner.createStatement()) {
                statement.execute("drop function audit.refuse_for_a_test() cascade");
            }
        };
    }

    /** A table that refuses rows. */
    public interface Refusal extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }

    private static Connection connect(String user, String password) throws SQLException {
        Config config = ConfigProvider.getConfig();
        return DriverManager.getConnection(
                config.getValue("imprimatur.db.url", String.class),
                config.getValue(user, String.class),
                config.getValue(password, String.class));
    }
}
