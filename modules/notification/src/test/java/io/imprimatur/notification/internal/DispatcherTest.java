package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.notification.DeadLetter;
import io.imprimatur.testbed.MovedClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final int ATTEMPTS = 4;

    private static NotificationDatabase database;

    private final MovedClock clock = new MovedClock();
    private final OutboxTable outbox = database.outbox();
    private final Dispatcher dispatcher = new Dispatcher(outbox, new Backoff(Duration.ofSeconds(10), ATTEMPTS), clock);
    private final PlannedCourier courier = new PlannedCourier();

    @BeforeAll
    static void start() {
        database = new NotificationDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void begin() {
        database.empty();
        outbox.addMail("operator", "SIGN_OFF", UUID.randomUUID(), "Sign-off", "Please sign off.", clock.instant());
    }

    @Test
    void what_fails_twice_is_sent_the_third_time_under_the_same_id() {
        courier.plan(Delivery.failed("HTTP 503"), Delivery.failed("HTTP 503"), Delivery.SENT);

        assertThat(dispatcher.round(courier)).isEqualTo(1);
        clock.forward(Duration.ofSeconds(9));
        assertThat(dispatcher.round(courier)).isZero();
        clock.forward(Duration.ofSeconds(1));
        assertThat(dispatcher.round(courier)).isEqualTo(1);
        clock.forward(Duration.ofSeconds(40));
        assertThat(dispatcher.round(courier)).isEqualTo(1);

        assertThat(courier.ids).hasSize(3);
        assertThat(courier.ids.stream().distinct()).hasSize(1);
        assertThat(outbox.count("SENT")).isEqualTo(1);
        clock.forward(Duration.ofDays(10));
        assertThat(dispatcher.round(courier)).isZero();
    }

    @Test
    void what_always_fails_is_a_dead_letter_after_its_attempts_and_can_be_sent_later() {
        courier.always(Delivery.failed("HTTP 500"));
        for (int i = 0; i < 10; i++) {
            dispatcher.round(courier);
            clock.forward(Duration.ofHours(12));
        }

        assertThat(courier.ids).hasSize(ATTEMPTS);
        DeadLetter dead = outbox.dead(0, 10).get(0);
        assertThat(dead.failure()).isEqualTo("HTTP 500");
        assertThat(dead.attempts()).isEqualTo(ATTEMPTS);

        courier.always(Delivery.SENT);
        outbox.revive(dead.id(), clock.instant());
        dispatcher.round(courier);
        assertThat(outbox.count("SENT")).isEqualTo(1);
        assertThat(outbox.dead(0, 10)).isEmpty();
        assertThat(courier.ids.get(ATTEMPTS)).isEqualTo(dead.id());
    }

    @Test
    void what_can_never_succeed_is_not_tried_again() {
        courier.always(Delivery.hopeless("HTTP 410: the receiver wants no more"));

        dispatcher.round(courier);

        assertThat(outbox.count("DEAD")).isEqualTo(1);
    }

    @Test
    void a_fault_of_ours_costs_the_message_an_attempt_and_the_others_nothing() {
        outbox.addMail("auditor", "SIGN_OFF", UUID.randomUUID(), "Sign-off", "Please sign off.", clock.instant());
        courier.breakFor("operator");

        assertThat(dispatcher.round(courier)).isEqualTo(2);

        assertThat(outbox.count("SENT")).isEqualTo(1);
        assertThat(database.one("select failure from notification.message where destination = 'operator'"))
                .isEqualTo("fault of this house: IllegalStateException");
    }

    @Test
    void a_node_that_dies_before_it_writes_down_loses_nothing() {
        // It has claimed and sent, and was killed before the answer was written.
        Message sent = outbox.claim(Channel.MAIL, clock.instant(), Duration.ofMinutes(5), 16)
                .get(0);
        assertThat(dispatcher.round(courier)).isZero();

        clock.forward(Duration.ofMinutes(5));
        assertThat(dispatcher.round(courier)).isEqualTo(1);

        assertThat(courier.ids).containsExactly(sent.id());
        assertThat(outbox.count("SENT")).isEqualTo(1);
    }

    /** Answers as the test says, and remembers what it was given. */
    private static final class PlannedCourier implements Courier {

        private final Deque<Delivery> planned = new ArrayDeque<>();
        private final List<UUID> ids = new ArrayList<>();
        private Delivery otherwise = Delivery.SENT;
        private String broken = "";

        void plan(Delivery... deliveries) {
            planned.addAll(List.of(deliveries));
        }

        void always(Delivery delivery) {
            otherwise = delivery;
        }

        void breakFor(String destination) {
            broken = destination;
        }

        @Override
        public Channel channel() {
            return Channel.MAIL;
        }

        @Override
        public CompletableFuture<Delivery> send(Message message) {
            if (message.destination().equals(broken)) {
                throw new IllegalStateException("broken");
            }
            ids.add(message.id());
            return CompletableFuture.completedFuture(planned.isEmpty() ? otherwise : planned.poll());
        }
    }
}
