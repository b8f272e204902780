package io.imprimatur.system.crash;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages of the house against what arrived of them: none is lost, none tells of what never was, and none arrives
 * twice but the one whose attempt was in progress at a kill, which nobody can tell from one that failed.
 */
final class Outbox {

    /** Those of a dead node stay its own for five minutes, and a pause between attempts grows to hours: time passes. */
    private static final String PASS_PAUSES =
            "update notification.message set due_at = now() where state = 'WAITING' and due_at > now()";

    private static final String WAITING =
            "select id::text, attempts > 0 from notification.message where state = 'WAITING'";
    private static final String ALL = "select id::text, state, attempts from notification.message";

    private final Outside outside;

    /** Whose attempt may have been in progress at some kill. */
    private final Set<String> doubtful = new HashSet<>();

    private int waited;
    private int all;
    private int twice;

    Outbox(Outside outside) {
        this.outside = outside;
    }

    /**
     * Between a kill and the next start.
     *
     * @param mood how those outside were until then: where nobody took anything, no attempt is in doubt
     */
    void killed(Connection connection, Outside.Mood mood) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(WAITING)) {
            while (rows.next()) {
                waited++;
                if (rows.getBoolean(2) && mood != Outside.Mood.AWAY) {
                    doubtful.add(rows.getString(1));
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(PASS_PAUSES);
        }
    }

    /** What is wrong when nothing waits any more. */
    List<String> faults(Connection connection) throws SQLException {
        Map<String, Integer> arrived = new HashMap<>(outside.arrived());
        List<String> faults = new ArrayList<>();
        all = 0;
        twice = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                all++;
                String id = rows.getString(1);
                Integer found = arrived.remove(id);
                int times = found == null ? 0 : found;
                int most = doubtful.contains(id) ? rows.getInt(3) : 1;
                twice += times > 1 ? 1 : 0;
                if (!"SENT".equals(rows.getString(2)) || times < 1 || times > most) {
                    faults.add("message " + id + " is " + rows.getString(2) + " after " + rows.getInt(3)
                            + " attempts and arrived " + times + " times, of " + most + " at most");
                }
            }
        }
        arrived.keySet().forEach(id -> faults.add("message " + id + " arrived, and is not there"));
        return faults;
    }

    /** How many messages waited at a kill. */
    int waited() {
        return waited;
    }

    @Override
    public String toString() {
        return all + " messages arrived, " + waited + " of them had waited at a kill, " + twice + " came twice";
    }
}
