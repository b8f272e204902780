package io.imprimatur.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** One person, one duty in a release: the database holds to it, whatever the application might say. */
@ArquillianTest
class SeparationOfDutiesConstraintIT {

    private static final String DIGEST = "0".repeat(64);
    private static final String SUBMIT = """
            insert into release.release (id, model, version_id, version_number, artifact, state, submitter, plan,
                policy_revision, policy, submitted_at, changed_at, revision)
            values (?, 'duties', gen_random_uuid(), 1, ?, 'IN_REVIEW', 'submitter', '{}', 0, '{}', now(), now(), 0)""";
    private static final String HOLD = "insert into release.duty (release_id, actor, duty) values (?, ?, ?)";
    private static final String APPROVE = """
            insert into release.approval (id, release_id, gate, by_actor, evidence, at)
            values (gen_random_uuid(), ?, ?, ?, ?, now())""";
    private static final String DECIDE = """
            insert into release.decision (id, release_id, gate, decision, by_actor, evidence, reason, at)
            values (gen_random_uuid(), ?, ?, 'APPROVE', ?, ?, '', now())""";
    private static final String CHANGE_DUTY = "update release.duty set duty = ? where release_id = ? and actor = ?";

    @Inject
    Database database;

    private final UUID release = UUID.randomUUID();
    private Connection connection;

    @BeforeEach
    void submit() throws SQLException {
        connection = database.asRuntimeRole();
        connection.setAutoCommit(false);
        execute(SUBMIT, release, DIGEST);
        hold("submitter", "SUBMITTER");
    }

    @AfterEach
    void forget() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void different_people_may_approve() throws SQLException {
        hold("officer", "PRIVACY");
        hold("manager", "RISK");
        approve("officer", "PRIVACY");
        approve("manager", "RISK");
        decide("manager", "RISK");

        checkNow();
    }

    @Test
    void the_submitter_cannot_approve() {
        refused("approval_by_duty", () -> {
            approve("submitter", "PRIVACY");
            checkNow();
        });
    }

    @Test
    void the_submitter_cannot_decide_either() {
        refused("decision_by_duty", () -> {
            decide("submitter", "SIGN_OFF");
            checkNow();
        });
    }

    @Test
    void the_submitter_cannot_be_given_a_second_duty() {
        refused("duty_one_per_person", () -> hold("submitter", "PRIVACY"));
    }

    @Test
    void nobody_can_approve_twice() throws SQLException {
        hold("officer", "PRIVACY");
        approve("officer", "PRIVACY");
        checkNow();

        refused("approval_by_duty", () -> {
            approve("officer", "RISK");
            checkNow();
        });
    }

    @Test
    void an_approver_cannot_be_given_a_second_duty() throws SQLException {
        hold("officer", "PRIVACY");

        refused("duty_one_per_person", () -> hold("officer", "SIGN_OFF"));
    }

    @Test
    void who_has_approved_cannot_change_duty() throws SQLException {
        hold("officer", "PRIVACY");
        approve("officer", "PRIVACY");
        checkNow();

        refused("approval_by_duty", () -> {
            execute(CHANGE_DUTY, "RISK", release, "officer");
            checkNow();
        });
    }

    @Test
    void several_people_may_approve_at_one_gate() throws SQLException {
        hold("officer", "PRIVACY");
        hold("colleague", "PRIVACY");
        approve("officer", "PRIVACY");
        approve("colleague", "PRIVACY");

        checkNow();
    }

    @Test
    void one_person_is_counted_once_at_a_gate() throws SQLException {
        hold("officer", "PRIVACY");
        approve("officer", "PRIVACY");

        refused("approval_one_per_person", () -> {
            approve("officer", "PRIVACY");
            checkNow();
        });
    }

    private void hold(String actor, String duty) throws SQLException {
        execute(HOLD, release, actor, duty);
    }

    private void approve(String actor, String gate) throws SQLException {
        execute(APPROVE, release, gate, actor, DIGEST);
    }

    private void decide(String actor, String gate) throws SQLException {
        execute(DECIDE, release, gate, actor, DIGEST);
    }

    /** What a commit would check. */
    private void checkNow() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set constraints all immediate");
        }
    }

    private void execute(String command, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(command)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            assertThat(statement.executeUpdate()).isOne();
        }
    }

    private static void refused(String constraint, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOf(PSQLException.class)
                .extracting(e -> ((PSQLException) e).getServerErrorMessage())
                .extracting(ServerErrorMessage::getConstraint)
                .isEqualTo(constraint);
    }
}
