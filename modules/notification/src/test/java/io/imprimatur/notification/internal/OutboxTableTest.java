package io.imprimatur.notification.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.notification.EventType;
import io.imprimatur.testbed.MovedClock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTableTest {

    private static final Duration LEASE = Duration.ofMinutes(5);

    private static NotificationDatabase database;

    private final MovedClock clock = new MovedClock();
    private final OutboxTable outbox = database.outbox();

    @BeforeAll
    static void start() {
        database = new NotificationDatabase();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

    @Test
    void a_committed_message_is_there_and_a_rolled_back_one_never_was() {
        assertThatThrownBy(() -> database.run(entities -> {
                    addMail(new OutboxTable(entities), "operator");
                    addWebhooks(new OutboxTable(entities));
                    throw new IllegalStateException("the act fails");
                }))
                .hasMessage("the act fails");
        assertThat(claim(Channel.MAIL)).isEmpty();

        addMail(outbox, "operator");
        assertThat(claim(Channel.MAIL)).singleElement().satisfies(message -> {
            assertThat(message.destination()).isEqualTo("operator");
            assertThat(message.attempt()).isEqualTo(1);
            assertThat(message.createdAt()).isEqualTo(clock.instant());
        });
    }

    @Test
    void an_event_goes_to_those_who_asked_for_it_and_are_not_retired() {
        Endpoint asked = endpoint("https://a.example", EventType.MODEL_STOPPED, EventType.DECISION_TAKEN);
        endpoint("https://b.example", EventType.DECISION_TAKEN);
        Endpoint retired = endpoint("https://c.example", EventType.MODEL_STOPPED);
        database.run(entities -> entities.find(Endpoint.class, retired.id()).retire(clock.instant()));

        addWebhooks(outbox);

        assertThat(claim(Channel.WEBHOOK))
                .extracting(Message::destination)
                .containsExactly(asked.id().toString());
    }

    @Test
    void what_is_claimed_is_nobody_elses_until_the_lease_ends() {
        addMail(outbox, "operator");
        Message first = claim(Channel.MAIL).get(0);

        clock.forward(LEASE.minusSeconds(1));
        assertThat(claim(Channel.MAIL)).isEmpty();
        clock.forward(Duration.ofSeconds(1));
        Message second = claim(Channel.MAIL).get(0);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.attempt()).isEqualTo(2);
    }

    @Test
    void a_late_failure_of_an_attempt_that_was_overtaken_changes_nothing() {
        addMail(outbox, "operator");
        Message first = claim(Channel.MAIL).get(0);
        clock.forward(LEASE);
        Message second = claim(Channel.MAIL).get(0);
        outbox.sent(second, clock.instant());

        outbox.tryAgain(first, "too late", clock.instant());
        outbox.bury(first, "too late", clock.instant());

        assertThat(outbox.count("SENT")).isEqualTo(1);
        clock.forward(LEASE);
        assertThat(claim(Channel.MAIL)).isEmpty();
    }

    @Test
    void each_round_takes_the_oldest_of_every_destination() {
        for (int i = 0; i < 3; i++) {
            addMail(outbox, "operator");
        }
        addMail(outbox, "auditor");
        List<String> inOrder =
                database.column("select id from notification.message where destination = 'operator' order by seq");

        assertThat(claim(Channel.MAIL))
                .extracting(Message::destination)
                .containsExactlyInAnyOrder("operator", "auditor");
        assertThat(claim(Channel.MAIL))
                .extracting(message -> message.id().toString())
                .containsExactly(inOrder.get(1));
    }

    @Test
    void several_nodes_at_once_claim_every_message_exactly_once() throws Exception {
        IntStream.range(0, 200).forEach(i -> addMail(outbox, "role-" + i % 7));
        int nodes = 6;
        Set<UUID> claimed = ConcurrentHashMap.newKeySet();
        CyclicBarrier together = new CyclicBarrier(nodes);
        Callable<Integer> node = () -> {
            together.await();
            int mine = 0;
            // A node that meets only locked rows sees nothing, and looks again as the clock would.
            while (claimed.size() < 200) {
                for (Message message : claim(Channel.MAIL)) {
                    assertThat(claimed.add(message.id())).as("claimed twice").isTrue();
                    mine++;
                }
            }
            return mine;
        };
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            int sum = 0;
            for (Future<Integer> done : threads.invokeAll(java.util.Collections.nCopies(nodes, node))) {
                sum += done.get();
            }
            assertThat(sum).isEqualTo(200);
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.one("select max(attempts) from notification.message"))
                .isEqualTo("1");
    }

    @Test
    void a_dead_message_is_listed_page_by_page_and_can_be_revived_once() {
        IntStream.range(0, 3).forEach(i -> addMail(outbox, "role-" + i));
        claim(Channel.MAIL).forEach(message -> outbox.bury(message, "HTTP 500", clock.instant()));

        var first = outbox.dead(0, 2);
        var second = outbox.dead(first.get(1).position(), 2);
        assertThat(first).hasSize(2);
        assertThat(second).hasSize(1);
        assertThat(first.get(0).failure()).isEqualTo("HTTP 500");
        Set<UUID> all = new HashSet<>(first.stream().map(dead -> dead.id()).collect(Collectors.toSet()));
        all.add(second.get(0).id());
        assertThat(all).hasSize(3);

        UUID revived = first.get(0).id();
        assertThat(outbox.revive(revived, clock.instant())).contains(first.get(0));
        assertThat(outbox.revive(revived, clock.instant())).isEmpty();
        assertThat(claim(Channel.MAIL)).singleElement().satisfies(message -> {
            assertThat(message.id()).isEqualTo(revived);
            assertThat(message.attempt()).isEqualTo(1);
        });
        assertThat(outbox.count("DEAD")).isEqualTo(2);
    }

    private List<Message> claim(Channel channel) {
        return outbox.claim(channel, clock.instant(), LEASE, 16);
    }

    private void addMail(OutboxTable to, String role) {
        to.addMail(role, "SIGN_OFF", UUID.randomUUID(), "Sign-off", "Please sign off.", clock.instant());
    }

    private void addWebhooks(OutboxTable to) {
        to.addWebhooks(EventType.MODEL_STOPPED.wireName(), null, "{}", clock.instant());
    }

    private Endpoint endpoint(String url, EventType first, EventType... others) {
        Endpoint endpoint = new Endpoint(url, EnumSet.of(first, others), clock.instant());
        database.run(entities -> entities.persist(endpoint));
        return endpoint;
    }
}
