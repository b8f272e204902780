package io.imprimatur.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.audit.Ledger;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.notification.internal.EndpointStore;
import io.imprimatur.notification.internal.NotificationDatabase;
import io.imprimatur.notification.internal.OutboxTable;
import io.imprimatur.notification.internal.TargetPolicy;
import io.imprimatur.notification.internal.WebhookSecrets;
import io.imprimatur.testbed.MovedClock;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhooksTest {

    private static final Set<EventType> ALL = EnumSet.allOf(EventType.class);
    private static final WebhookSecrets ON = new WebhookSecrets(
            Optional.of(Base64.getEncoder().encodeToString("a key of 32 bytes for this test!".getBytes())));

    private static NotificationDatabase database;
    private static int hooks;

    private final MovedClock clock = new MovedClock();
    private final URI url = URI.create("https://192.0.2.1/hook/" + ++hooks + "?token=of-the-receiver");

    @BeforeAll
    static void start() {
        database = new NotificationDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void a_webhook_is_registered_with_its_history_and_an_entry_that_keeps_the_address_apart() {
        Webhooks.Registered registered = in(ON, webhooks -> webhooks.register(url, ALL));
        UUID id = registered.webhook().id();

        assertThat(registered.secret()).startsWith("whsec_");
        assertThat(in(ON, Webhooks::all)).contains(registered.webhook());
        assertThat(database.one("select url from notification.endpoint_aud where id = '" + id + "'"))
                .isEqualTo(url.toString());
        assertThat(database.one("select actor || ' ' || facts from audit.ledger where kind = 'WEBHOOK_REGISTERED' and"
                        + " facts like '%" + id + "%'"))
                .startsWith("operator-1")
                .contains("192.0.2.1", "model.stopped")
                .doesNotContain("token", "whsec");
    }

    @Test
    void no_table_holds_the_secret() {
        Webhooks.Registered registered = in(ON, webhooks -> webhooks.register(url, ALL));
        String secret = registered.secret().substring("whsec_".length());

        assertThat(
                        database.column(
                                "select e::text from notification.endpoint e union all"
                                        + " select a::text from notification.endpoint_aud a union all select l::text from audit.ledger l"))
                .isNotEmpty()
                .noneMatch(row -> row.contains(secret));
    }

    @Test
    void a_new_secret_is_another_one_and_is_written_down_as_a_number() {
        Webhooks.Registered first = in(ON, webhooks -> webhooks.register(url, ALL));
        UUID id = first.webhook().id();

        Webhooks.Registered second = in(ON, webhooks -> webhooks.changeSecret(id));

        assertThat(second.secret()).isNotEqualTo(first.secret()).isEqualTo(ON.text(id, 2));
        assertThat(database.one("select facts from audit.ledger where kind = 'WEBHOOK_SECRET_CHANGED' and facts like '%"
                        + id + "%'"))
                .contains("\"number\":2");
    }

    @Test
    void a_retired_webhook_is_gone_for_good_and_its_address_free_again() {
        UUID id = in(ON, webhooks -> webhooks.register(url, ALL)).webhook().id();
        refused("WEBHOOK_EXISTS", () -> in(ON, webhooks -> webhooks.register(url, ALL)));

        in(ON, webhooks -> {
            webhooks.retire(id);
            return id;
        });

        assertThat(in(ON, Webhooks::all)).extracting(Webhook::id).doesNotContain(id);
        refused("WEBHOOK_RETIRED", () -> in(ON, webhooks -> webhooks.changeSecret(id)));
        assertThat(in(ON, webhooks -> webhooks.register(url, ALL)).webhook().id())
                .isNotEqualTo(id);
    }

    @Test
    void without_a_key_without_events_or_to_an_address_inside_nothing_is_registered() {
        refused(
                "WEBHOOKS_OFF",
                () -> in(new WebhookSecrets(Optional.empty()), webhooks -> webhooks.register(url, ALL)));
        refused("WEBHOOK_EVENTS_MISSING", () -> in(ON, webhooks -> webhooks.register(url, Set.of())));
        refused(
                "WEBHOOK_TARGET_REFUSED",
                () -> in(ON, webhooks -> webhooks.register(URI.create("https://" + "169.254.169.254/latest"), ALL)));
        refused("WEBHOOK_UNKNOWN", () -> in(ON, webhooks -> webhooks.changeSecret(new UUID(0, 1))));
    }

    @Test
    void trying_a_dead_letter_again_is_written_down_and_only_dead_ones_are() {
        UUID release = UUID.randomUUID();
        database.run(entities -> new OutboxTable(entities)
                .addMail("operator", "SIGN_OFF", release, "Sign-off", "Please sign off.", clock.instant()));
        UUID id = UUID.fromString(
                database.one("select id from notification.message where release_id = '" + release + "'"));
        refused("MESSAGE_NOT_DEAD", () -> retry(id));
        refused("MESSAGE_UNKNOWN", () -> retry(new UUID(0, 1)));
        database.run(
                entities -> entities.createNativeQuery("update notification.message set state = 'DEAD', attempts = 10,"
                                + " settled_at = now(), failure = 'HTTP 500' where id = ?1")
                        .setParameter(1, id)
                        .executeUpdate());

        retry(id);

        assertThat(database.one("select state || attempts from notification.message where id = '" + id + "'"))
                .isEqualTo("WAITING0");
        assertThat(database.one("select release_id from audit.ledger where kind = 'MESSAGE_RETRIED' and facts like '%"
                        + id + "%'"))
                .isEqualTo(release.toString());
    }

    private void retry(UUID id) {
        try (Acts.Scope scope = operator()) {
            database.run(entities ->
                    new DeadLetters(new OutboxTable(entities), new Ledger(entities, clock), clock).retry(id));
        }
    }

    private <T> T in(WebhookSecrets secrets, Function<Webhooks, T> call) {
        try (Acts.Scope scope = operator()) {
            return database.in(entities -> call.apply(webhooks(entities, secrets)));
        }
    }

    private Webhooks webhooks(EntityManager entities, WebhookSecrets secrets) {
        return new Webhooks(
                new EndpointStore(entities),
                secrets,
                new TargetPolicy(Optional.empty()),
                new Ledger(entities, clock),
                clock);
    }

    private static Acts.Scope operator() {
        return Acts.begin(Act.of(new Actor("operator-1", Set.of(Role.OPERATOR)), "test"));
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
