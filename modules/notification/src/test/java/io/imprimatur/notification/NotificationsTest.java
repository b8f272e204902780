package io.imprimatur.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.notification.internal.Endpoint;
import io.imprimatur.notification.internal.LetterText;
import io.imprimatur.notification.internal.MailSettings;
import io.imprimatur.notification.internal.NotificationDatabase;
import io.imprimatur.notification.internal.OutboxTable;
import io.imprimatur.testbed.MovedClock;
import jakarta.transaction.Transactional;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NotificationsTest {

    private static final ModelName MODEL = new ModelName("credit-risk");

    private static NotificationDatabase database;

    private final MovedClock clock = new MovedClock();
    private final ReleaseId release = ReleaseId.random();

    @BeforeAll
    static void start() {
        database = new NotificationDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void a_letter_waits_for_the_role_and_no_address_is_kept() {
        in(notifications -> notifications.tell(Role.OPERATOR, letter()));

        String row = database.one("select m::text from notification.message m where release_id = '" + release + "'");
        assertThat(row).contains("MAIL", "operator", "INCIDENT_REVIEW", "credit-risk", "WAITING");
        assertThat(row).doesNotContain("@");
    }

    @Test
    void a_role_without_a_mailbox_gets_none() {
        in(notifications -> notifications.tell(Role.AUDITOR, letter()));

        assertThat(messages()).isEqualTo("0");
    }

    @Test
    void a_rolled_back_act_leaves_no_message() {
        assertThatThrownBy(() -> in(notifications -> {
                    notifications.tell(Role.OPERATOR, letter());
                    throw new IllegalStateException("the act fails");
                }))
                .hasMessage("the act fails");

        assertThat(messages()).isEqualTo("0");
    }

    @Test
    void an_event_is_kept_as_the_payload_that_is_signed() {
        VersionId version = VersionId.random();
        database.run(entities -> entities.persist(
                new Endpoint("https://192.0.2.1/" + release, EnumSet.allOf(EventType.class), clock.instant())));

        in(notifications -> notifications.publish(new PipelineEvent(
                EventType.RELEASE_STATE_CHANGED, MODEL, release, version, Map.of("from", "PILOT", "to", "AB_TEST"))));

        JsonNode payload = CanonicalJson.parse(
                database.one("select content from notification.message where release_id = '" + release + "'"));
        assertThat(payload)
                .isEqualTo(CanonicalJson.object()
                        .put("type", "release.state_changed")
                        .put("timestamp", "2026-03-01T12:00:00Z")
                        .set(
                                "data",
                                CanonicalJson.object()
                                        .put("model", "credit-risk")
                                        .put("release", release.toString())
                                        .put("version", version.toString())
                                        .put("from", "PILOT")
                                        .put("to", "AB_TEST")));
    }

    /** What the container is told: no transaction, no message. */
    @Test
    void outside_a_transaction_nothing_is_taken() {
        assertThat(Notifications.class.getAnnotation(Transactional.class).value())
                .isEqualTo(Transactional.TxType.MANDATORY);
    }

    private Letter letter() {
        return new Letter(Occasion.INCIDENT_REVIEW, MODEL, 3, release, null, "a-task");
    }

    private String messages() {
        return database.one("select count(*) from notification.message where release_id = '" + release + "'");
    }

    private void in(Consumer<Notifications> call) {
        MailSettings mail = new MailSettings(
                Optional.of("127.0.0.1"),
                25,
                Optional.empty(),
                Optional.empty(),
                "none",
                Optional.of("imprimatur@example.org"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("operators@example.org"));
        database.run(entities -> call.accept(new Notifications(
                new OutboxTable(entities), mail, new LetterText("https://imprimatur.example.org"), clock)));
    }
}
