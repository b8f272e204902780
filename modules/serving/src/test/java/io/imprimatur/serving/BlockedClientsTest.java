package io.imprimatur.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.imprimatur.rollout.SplitsRefreshed;
import io.imprimatur.serving.internal.BlockedClientStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a node remembers of blocked clients, and that nothing read too early takes its place. */
class BlockedClientsTest {

    private static final SplitsRefreshed REFRESHED = new SplitsRefreshed(List.of());

    private final Rows rows = new Rows();
    private final BlockedClients clients = new BlockedClients(rows);

    @Test
    void a_node_knows_from_its_start_who_is_blocked() {
        rows.blocked.add("scorer");

        clients.start(new Object());

        assertThat(clients.isBlocked("scorer")).isTrue();
        assertThat(clients.isBlocked("another")).isFalse();
    }

    @Test
    void a_node_that_cannot_know_does_not_start() {
        rows.away = true;

        assertThatThrownBy(() -> clients.start(new Object())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_this_node_has_committed_holds_at_once() {
        clients.blocked(new ClientBlocked("scorer"));
        assertThat(clients.isBlocked("scorer")).isTrue();

        clients.unblocked(new ClientUnblocked("scorer"));
        assertThat(clients.isBlocked("scorer")).isFalse();
    }

    @Test
    void another_nodes_block_is_learnt_when_the_splits_are_read() {
        rows.blocked.add("scorer");
        clients.refresh(REFRESHED);
        assertThat(clients.isBlocked("scorer")).isTrue();

        rows.blocked.clear();
        clients.refresh(REFRESHED);
        assertThat(clients.isBlocked("scorer")).isFalse();
    }

    @Test
    void while_the_database_is_away_the_last_known_ones_stay() {
        rows.blocked.add("scorer");
        clients.refresh(REFRESHED);
        rows.away = true;

        clients.refresh(REFRESHED);

        assertThat(clients.isBlocked("scorer")).isTrue();
    }

    @Test
    void a_reading_that_began_before_a_block_does_not_undo_it() throws InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        rows.holdUntil = goOn;
        Thread reader = new Thread(() -> clients.refresh(REFRESHED));
        reader.start();
        await().until(() -> rows.reading);
        Thread blocker = new Thread(() -> clients.blocked(new ClientBlocked("scorer")));
        blocker.start();
        await().until(() -> blocker.getState() == Thread.State.BLOCKED);

        goOn.countDown();
        reader.join();
        blocker.join();

        assertThat(clients.isBlocked("scorer")).isTrue();
    }

    /** The table, by hand. */
    private static final class Rows extends BlockedClientStore {

        private final Set<String> blocked = new ConcurrentSkipListSet<>();
        private boolean away;
        private volatile boolean reading;
        private CountDownLatch holdUntil = new CountDownLatch(0);

        @Override
        public List<BlockedClient> all() {
            if (away) {
                throw new IllegalStateException("the database is away");
            }
            List<BlockedClient> read = blocked.stream()
                    .map(client -> new BlockedClient(client, "reason", "operator-1", Instant.EPOCH))
                    .toList();
            reading = true;
            try {
                holdUntil.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return read;
        }
    }
}
