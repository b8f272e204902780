package io.imprimatur.checker;

import io.imprimatur.testbed.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A database with the tables of every context, in which nothing is wrong: model {@code sound} has a champion that came
 * the whole road, and a challenger that waits for its privacy review.
 */
final class SoundHouse implements AutoCloseable {

    static final String CHAMPION = "00000000-0000-0000-0000-000000000001";
    static final String CHALLENGER = "00000000-0000-0000-0000-000000000002";

    private static final List<String> GATES = List.of("PRIVACY", "RISK", "SIGN_OFF");
    private static final List<String> ROAD =
            List.of("EVALUATING", "IN_REVIEW", "PILOT", "AWAITING_SIGN_OFF", "ROLLING_OUT", "IN_SERVICE");

    private final TestDatabase database = new TestDatabase("audit", "registry", "release", "rollout", "camunda");
    private final Connection connection;

    SoundHouse() throws SQLException {
        connection = database.dataSource().getConnection();
        // Rows are planted alone, as a crash or a race might leave them, whatever they point at.
        execute("set session_replication_role = replica");
        execute("insert into camunda.act_re_procdef (id_, key_, version_) values ('road', 'release-model', 1)");
    }

    Connection connection() {
        return connection;
    }

    /** Everything as it should be, and nothing else. */
    void furnish() throws SQLException {
        execute("truncate audit.ledger, audit.revision, release.release, release.approval, release.decision,"
                + " release.idempotency, release.release_aud, release.evidence_aud, rollout.split, rollout.split_aud,"
                + " rollout.rollback, camunda.act_ru_execution, camunda.act_ru_task, camunda.act_ru_job,"
                + " camunda.act_hi_procinst, camunda.act_hi_taskinst restart identity cascade");
        execute("insert into audit.revision (id, at, actor, cause) values (1, now(), 'somebody', 'test')");
        release(CHAMPION, 1, "IN_SERVICE");
        entered(CHAMPION, ROAD);
        execute("insert into camunda.act_hi_procinst (id_, proc_inst_id_, business_key_, proc_def_id_, start_time_)"
                + " values ('old', 'old', '" + CHAMPION + "', 'road', now())");
        for (int gate = 0; gate < GATES.size(); gate++) {
            approve(CHAMPION, gate);
        }
        split(1, null, target(CHAMPION), "PILOT");
        split(2, target(CHAMPION), null, null);
        release(CHALLENGER, 2, "IN_REVIEW");
        entered(CHALLENGER, ROAD.subList(0, 2));
        execute("insert into camunda.act_ru_execution (id_, proc_inst_id_, root_proc_inst_id_, business_key_,"
                + " proc_def_id_) values ('case', 'case', 'case', '" + CHALLENGER + "', 'road')");
        execute("insert into camunda.act_ru_task (id_, proc_inst_id_) values ('task', 'case')");
    }

    private void release(String id, int number, String state) throws SQLException {
        execute("insert into release.release (id, model, version_id, version_number, artifact, state, submitter, plan,"
                + " policy_revision, policy, submitted_at, changed_at, revision) values ('" + id
                + "', 'sound', gen_random_uuid(), " + number + ", 'a', '" + state
                + "', 'engineer', '{}', 0, '{}', now(), now(), 0)");
        execute("insert into release.release_aud (id, rev, state) values ('" + id + "', 1, '" + state + "')");
        entry("RELEASE_SUBMITTED", id, "{}");
    }

    private void entered(String release, List<String> states) throws SQLException {
        String from = "SUBMITTED";
        for (String state : states) {
            entry("STATE_ENTERED", release, "{\"from\": \"" + from + "\", \"to\": \"" + state + "\"}");
            from = state;
        }
    }

    private void approve(String release, int gate) throws SQLException {
        String who = "approver-" + gate;
        execute("insert into release.approval (id, release_id, gate, by_actor, evidence, at) values ('" + approval(gate)
                + "', '" + release + "', '" + GATES.get(gate) + "', '" + who + "', 'e', now())");
        execute("insert into release.decision (id, release_id, gate, decision, by_actor, evidence, reason, at) values ("
                + "gen_random_uuid(), '" + release + "', '" + GATES.get(gate) + "', 'APPROVE', '" + who
                + "', 'e', '', now())");
        entry("DECISION_TAKEN", release, "{}");
        execute("insert into camunda.act_hi_taskinst (id_, proc_inst_id_, task_def_key_, delete_reason_, start_time_)"
                + " values ('" + who + "', 'old', 'Task_SignOff', 'completed', now())");
    }

    void split(int revision, String champion, String challenger, String phase) throws SQLException {
        String document = "{\"champion\": " + champion + ", \"challenger\": " + challenger + ", \"previous\": null,"
                + " \"phase\": " + (phase == null ? "null" : "\"" + phase + "\"") + "}";
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into rollout.split (model, revision, document, published_at) values ('sound', ?, ?, now())")) {
            insert.setInt(1, revision);
            insert.setString(2, document);
            insert.execute();
        }
        execute("insert into rollout.split_aud (model, revision, rev) values ('sound', " + revision + ", 1)");
        entry("SPLIT_PUBLISHED", null, "{\"model\": \"sound\", \"revision\": " + revision + "}");
    }

    static String target(String release) {
        return "{\"release\": \"" + release + "\", \"approvals\": [\"" + approval(0) + "\", \"" + approval(1) + "\", \""
                + approval(2) + "\"]}";
    }

    private static String approval(int gate) {
        return "00000000-0000-0000-0000-0000000000a" + gate;
    }

    void entry(String kind, String release, String facts) throws SQLException {
        execute("insert into audit.ledger (at, actor, cause, kind, release_id, facts, leaf_hash, txid) values (now(),"
                + " 'somebody', 'test', '" + kind + "', " + (release == null ? "null" : "'" + release + "'") + ", '"
                + facts + "', '', (select txid from audit.revision where id = 1))");
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }
}
