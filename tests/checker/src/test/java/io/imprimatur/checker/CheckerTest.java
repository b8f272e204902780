package io.imprimatur.checker;

import static io.imprimatur.checker.SoundHouse.CHALLENGER;
import static io.imprimatur.checker.SoundHouse.CHAMPION;
import static io.imprimatur.checker.SoundHouse.target;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A checker that finds nothing is worth what it finds when something is wrong: here each fault is planted. */
class CheckerTest {

    /** The fault of each rule, by the SQL that leaves it behind. */
    private static final Map<Rule, String> FAULTS = new LinkedHashMap<>();

    static {
        FAULTS.put(Rule.REVISION_OF_A_SPLIT_MISSING, "delete from rollout.split where revision = 1");
        FAULTS.put(
                Rule.SPLIT_WITHOUT_ITS_ENTRY,
                "delete from audit.ledger where kind = 'SPLIT_PUBLISHED' and facts::jsonb ->> 'revision' = '2'");
        FAULTS.put(Rule.ENTRY_WITHOUT_ITS_SPLIT, "delete from rollout.split where revision = 2");
        FAULTS.put(
                Rule.TRAFFIC_OF_A_RELEASE_THAT_IS_OVER,
                "insert into rollout.rollback (release_id, model, reason, rolled_back_by, rolled_back_at, case_told)"
                        + " values ('" + CHAMPION + "', 'sound', '', 'operator', now(), true)");
        FAULTS.put(Rule.TRAFFIC_WITHOUT_APPROVALS, "delete from release.approval where gate = 'RISK'");
        FAULTS.put(
                Rule.ONE_PERSON_WITH_TWO_DUTIES,
                "update release.approval set by_actor = 'engineer' where gate = 'RISK'");
        FAULTS.put(
                Rule.STATES_DO_NOT_FOLLOW,
                "delete from audit.ledger where kind = 'STATE_ENTERED' and facts::jsonb ->> 'to' = 'PILOT'");
        FAULTS.put(
                Rule.HISTORY_DOES_NOT_END_AT_WHAT_IS,
                "update release.release_aud set state = 'PILOT' where id = '" + CHALLENGER + "'");
        FAULTS.put(
                Rule.DECISION_LOST_OR_DOUBLED,
                "delete from audit.ledger where seq = (select max(seq) from audit.ledger where kind ="
                        + " 'DECISION_TAKEN')");
        FAULTS.put(
                Rule.DECISION_WITHOUT_ITS_TASK,
                "update camunda.act_hi_taskinst set delete_reason_ = null where id_ = 'approver-1'");
        FAULTS.put(
                Rule.ROLLBACK_LOST_OR_DOUBLED,
                "insert into rollout.rollback (release_id, model, reason, rolled_back_by, rolled_back_at, case_told)"
                        + " values ('" + CHALLENGER + "', 'sound', '', 'operator', now(), true)");
        FAULTS.put(Rule.ENTRY_WITHOUT_ITS_REVISION, "update audit.ledger set txid = 1 where seq = 1");
        FAULTS.put(
                Rule.CHANGE_WITHOUT_ITS_ENTRY,
                "with v as (insert into audit.revision (id, at, actor, cause, txid) values (2, now(), 'somebody',"
                        + " 'test', 2) returning id) insert into release.release_aud (id, rev, state) select '"
                        + CHALLENGER + "', id, 'IN_REVIEW' from v");
        FAULTS.put(
                Rule.SUBMISSION_DOUBLED,
                "insert into release.idempotency (actor, key, request, release_id, at) values ('engineer', 'key', 'r',"
                        + " gen_random_uuid(), now())");
        FAULTS.put(Rule.CASE_LOST_OR_DOUBLED, "delete from camunda.act_ru_execution");
        FAULTS.put(
                Rule.CASE_WITHOUT_A_NEXT_STEP,
                "insert into camunda.act_ru_job (id_, type_, process_instance_id_, retries_) values ('job', 'message',"
                        + " 'case', 0)");
        FAULTS.put(
                Rule.ROLLBACK_NOT_TOLD,
                "insert into rollout.rollback (release_id, model, reason, rolled_back_by, rolled_back_at, case_told)"
                        + " values ('" + CHALLENGER + "', 'sound', '', 'operator', now(), false)");
        FAULTS.put(
                Rule.STATE_AND_TRAFFIC_DISAGREE,
                "update release.release set state = 'SUPERSEDED' where id = '" + CHAMPION + "'");
    }

    private static SoundHouse house;

    @BeforeAll
    static void open() throws SQLException {
        house = new SoundHouse();
    }

    @BeforeEach
    void furnish() throws SQLException {
        house.furnish();
    }

    @AfterAll
    static void close() throws SQLException {
        house.close();
    }

    @Test
    void where_nothing_is_wrong_nothing_is_found() throws SQLException {
        assertThat(new Checker(house.connection()).settled(Scope.ALL)).isEmpty();
        assertThat(new Checker(house.connection())
                        .settled(new Scope("sound", Instant.now().minusSeconds(600))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRAFFIC_OF_A_RELEASE_UNDER_REVIEW")
    void each_fault_is_found(Rule rule) throws SQLException {
        house.execute(FAULTS.get(rule));

        assertThat(found(Scope.ALL)).contains(rule);
        assertThat(found(new Scope("sound", Instant.now().minusSeconds(600)))).contains(rule);
    }

    @Test
    void traffic_of_a_release_that_is_still_reviewed_is_found() throws SQLException {
        house.split(3, target(CHAMPION), target(CHALLENGER), "PILOT");

        assertThat(found(Scope.ALL)).contains(Rule.TRAFFIC_OF_A_RELEASE_UNDER_REVIEW, Rule.TRAFFIC_WITHOUT_APPROVALS);
    }

    @Test
    void an_approval_that_was_void_when_the_traffic_was_given_is_none() throws SQLException {
        house.execute("update release.approval set at = now() - interval '2 hours',"
                + " voided_at = now() - interval '1 hour' where gate = 'SIGN_OFF'");

        assertThat(found(Scope.ALL)).contains(Rule.TRAFFIC_WITHOUT_APPROVALS);
    }

    @Test
    void an_approval_that_fell_afterwards_was_one() throws SQLException {
        house.execute("update release.approval set voided_at = now() + interval '1 hour'");

        assertThat(found(Scope.ALL)).doesNotContain(Rule.TRAFFIC_WITHOUT_APPROVALS);
    }

    @Test
    void a_case_that_waits_for_nobody_is_found() throws SQLException {
        house.execute("delete from camunda.act_ru_task");

        assertThat(found(Scope.ALL)).containsExactly(Rule.CASE_WITHOUT_A_NEXT_STEP);
    }

    @Test
    void what_is_in_progress_is_not_held_against_it() throws SQLException {
        house.execute(FAULTS.get(Rule.STATE_AND_TRAFFIC_DISAGREE));

        assertThat(new Checker(house.connection()).now(Scope.ALL))
                .extracting(Violation::rule)
                .doesNotContain(Rule.STATE_AND_TRAFFIC_DISAGREE);
    }

    @Test
    void a_step_that_changes_no_entity_needs_no_revision() throws SQLException {
        house.entry("REATTESTATION_ASKED", null, "{}");
        house.execute("update audit.ledger set txid = 1 where kind = 'REATTESTATION_ASKED'");

        assertThat(found(Scope.ALL)).isEmpty();
    }

    @Test
    void another_models_fault_is_not_this_ones() throws SQLException {
        house.execute("update rollout.split set revision = 7 where revision = 2");

        assertThat(found(new Scope("another", Instant.EPOCH))).isEmpty();
    }

    private static Set<Rule> found(Scope scope) throws SQLException {
        return new Checker(house.connection())
                .settled(scope).stream()
                        .map(Violation::rule)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    }
}
