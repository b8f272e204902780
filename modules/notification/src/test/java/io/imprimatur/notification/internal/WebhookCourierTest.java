package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.imprimatur.notification.EventType;
import io.imprimatur.testbed.MovedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, to a receiver on this machine. */
class WebhookCourierTest {

    private static final String BODY = "{\"type\":\"model.stopped\"}";

    private static NotificationDatabase database;

    private final MovedClock clock = new MovedClock();
    private final WebhookSecrets secrets = new WebhookSecrets(
            Optional.of(Base64.getEncoder().encodeToString("a key of 32 bytes for this test!".getBytes())));
    private final List<Map<String, String>> received = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private volatile int answer = 204;
    private volatile String location = "";

    @BeforeAll
    static void startDatabase() {
        database = new NotificationDatabase();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void start() throws IOException {
        database.empty();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            Map<String, String> request = new TreeMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> request.put(name.toLowerCase(), values.get(0)));
            request.put("body", new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            request.put("path", exchange.getRequestURI().getPath());
            received.add(request);
            if (!location.isEmpty()) {
                exchange.getResponseHeaders().add("Location", location);
            }
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void an_event_is_posted_with_the_three_headers_and_a_signature_that_the_secret_verifies() {
        Endpoint endpoint = endpoint();

        assertThat(send(endpoint, courier("127.0.0.1"))).isEqualTo(Delivery.SENT);

        Map<String, String> request = received.get(0);
        assertThat(request)
                .containsEntry("body", BODY)
                .containsEntry("content-type", "application/json")
                .containsEntry("webhook-id", new UUID(3, 4).toString())
                .containsEntry("webhook-timestamp", "1772366400")
                .containsEntry("webhook-signature", expected(secrets.of(endpoint.id(), 1)));
    }

    @Test
    void for_a_day_after_a_change_the_old_secret_signs_too() {
        Endpoint endpoint = endpoint();
        database.run(entities -> entities.find(Endpoint.class, endpoint.id()).changeSecret(clock.instant()));

        send(endpoint, courier("127.0.0.1"));
        assertThat(received.get(0).get("webhook-signature"))
                .isEqualTo(expected(secrets.of(endpoint.id(), 2)) + " " + expected(secrets.of(endpoint.id(), 1)));

        clock.forward(Duration.ofHours(24));
        send(endpoint, courier("127.0.0.1"));
        assertThat(received.get(1).get("webhook-signature")).doesNotContain(" ");
    }

    @Test
    void only_an_answer_of_success_counts_and_gone_is_for_good() {
        Endpoint endpoint = endpoint();
        List<Delivery> deliveries = new ArrayList<>();
        for (int status : new int[] {200, 202, 400, 500, 410}) {
            answer = status;
            deliveries.add(send(endpoint, courier("127.0.0.1")));
        }

        assertThat(deliveries)
                .containsExactly(
                        Delivery.SENT,
                        Delivery.SENT,
                        Delivery.failed("HTTP 400"),
                        Delivery.failed("HTTP 500"),
                        Delivery.hopeless("HTTP 410: the receiver wants no more"));
    }

    @Test
    void a_redirect_is_not_followed() {
        answer = 302;
        location = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/elsewhere";

        assertThat(send(endpoint(), courier("127.0.0.1"))).isEqualTo(Delivery.failed("HTTP 302"));

        assertThat(received).extracting(request -> request.get("path")).containsExactly("/hook");
    }

    @Test
    void a_target_that_is_not_allowed_any_more_is_not_called() {
        assertThat(send(endpoint(), courier("")).failure()).startsWith("the target is not allowed now");
        assertThat(received).isEmpty();
    }

    @Test
    void a_retired_webhook_is_not_called() {
        Endpoint endpoint = endpoint();
        database.run(entities -> entities.find(Endpoint.class, endpoint.id()).retire(clock.instant()));

        assertThat(send(endpoint, courier("127.0.0.1"))).isEqualTo(Delivery.hopeless("the webhook is retired"));
        assertThat(received).isEmpty();
    }

    @Test
    void an_absent_receiver_and_a_missing_key_are_told_in_words_of_this_house() {
        Endpoint endpoint = endpoint();
        receiver.stop(0);

        assertThat(send(endpoint, courier("127.0.0.1"))).isEqualTo(Delivery.failed("no connection"));
        WebhookCourier unsigned = new WebhookCourier(
                database.endpoints(),
                new WebhookSecrets(Optional.empty()),
                new TargetPolicy(Optional.of("127.0.0.1")),
                clock);
        assertThat(send(endpoint, unsigned).failure()).contains("no key");
    }

    private WebhookCourier courier(String allowed) {
        return new WebhookCourier(database.endpoints(), secrets, new TargetPolicy(Optional.of(allowed)), clock);
    }

    private Endpoint endpoint() {
        Endpoint endpoint = new Endpoint(
                "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook",
                EnumSet.of(EventType.MODEL_STOPPED),
                clock.instant());
        database.run(entities -> entities.persist(endpoint));
        return endpoint;
    }

    private Delivery send(Endpoint endpoint, WebhookCourier courier) {
        return courier.send(new Message(
                        new UUID(3, 4), endpoint.id().toString(), "model.stopped", null, BODY, clock.instant(), 1))
                .join();
    }

    private String expected(byte[] secret) {
        return WebhookSignature.of(
                List.of(secret), new UUID(3, 4).toString(), clock.instant().getEpochSecond(), BODY);
    }
}
