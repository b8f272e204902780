package io.imprimatur.checker;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads database and history, in one snapshot, and finds what must never be there. */
public final class Checker {

    private final Connection connection;

    public Checker(Connection connection) {
        this.connection = connection;
    }

    /** What is wrong, whatever is in progress at this moment. */
    public List<Violation> now(Scope scope) throws SQLException {
        return violations(Arrays.stream(Rule.values()).filter(Rule::holdsAlways).toList(), scope);
    }

    /** What is wrong when nothing is in progress: no request, and no job that is due. */
    public List<Violation> settled(Scope scope) throws SQLException {
        return violations(List.of(Rule.values()), scope);
    }

    private List<Violation> violations(List<Rule> rules, Scope scope) throws SQLException {
        List<Violation> found = new ArrayList<>();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            for (Rule rule : rules) {
                // The driver takes a lone question mark for a parameter only in prepared statements.
                try (ResultSet rows = statement.executeQuery(scope.narrow(rule.query()))) {
                    while (rows.next()) {
                        found.add(new Violation(rule, rows.getString(1)));
                    }
                }
            }
        } finally {
            connection.rollback();
        }
        return found;
    }
}
