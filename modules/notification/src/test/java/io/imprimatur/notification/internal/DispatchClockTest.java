package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.imprimatur.testbed.MovedClock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DispatchClockTest {

    private final NotificationDatabase database = new NotificationDatabase();
    private final MovedClock time = new MovedClock();
    private final OutboxTable outbox = database.outbox();
    private final SlowCourier courier = new SlowCourier();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private DispatchClock clock;

    @BeforeEach
    void begin() {
        Dispatcher dispatcher = new Dispatcher(outbox, new Backoff(Duration.ofSeconds(10), 10), time);
        clock = new DispatchClock(
                dispatcher,
                new MailCourier(),
                new WebhookCourier(),
                new MailSettings(),
                new WebhookSecrets(),
                Duration.ofSeconds(2));
        for (int i = 0; i < 3; i++) {
            outbox.addMail("operator", "SIGN_OFF", UUID.randomUUID(), "Sign-off", "Please sign off.", time.instant());
        }
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void all_that_is_due_is_sent_in_one_go() {
        courier.answer.countDown();

        clock.empty(courier);

        assertThat(outbox.count("SENT")).isEqualTo(3);
    }

    @Test
    void an_orderly_stop_ends_the_attempt_in_progress_begins_no_other_and_loses_nothing() throws Exception {
        Future<?> lane = threads.submit(() -> clock.empty(courier));
        assertThat(courier.asked.await(10, TimeUnit.SECONDS)).isTrue();

        Future<?> stop = threads.submit(clock::stop);
        await().during(Duration.ofMillis(200)).until(() -> !stop.isDone());
        courier.answer.countDown();
        stop.get(10, TimeUnit.SECONDS);
        lane.get(10, TimeUnit.SECONDS);

        assertThat(courier.attempts).hasValue(1);
        assertThat(outbox.count("SENT")).isEqualTo(1);
        assertThat(outbox.count("WAITING")).isEqualTo(2);
    }

    /** Answers when it is let. */
    private static final class SlowCourier implements Courier {

        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);
        private final AtomicInteger attempts = new AtomicInteger();

        @Override
        public Channel channel() {
            return Channel.MAIL;
        }

        @Override
        public CompletableFuture<Delivery> send(Message message) {
            attempts.incrementAndGet();
            asked.countDown();
            return CompletableFuture.supplyAsync(() -> {
                try {
                    answer.await();
                    return Delivery.SENT;
                } catch (InterruptedException e) {
                    return Delivery.failed("interrupted");
                }
            });
        }
    }
}
