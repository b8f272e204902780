package io.imprimatur.system.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What the clients were told had happened: none of it may be lost. */
final class Journal {

    private static final int LONGEST_LIST = 1000;

    /** A table's row that must be there, by the text of its key. */
    private enum Kept {
        RELEASE("select from release.release where id::text = ?"),
        WITHDRAWAL("select from release.release where id::text = ? and state in ('WITHDRAWN', 'ROLLED_BACK')"),
        DECISION("select from release.decision where release_id::text || ' ' || gate || ' ' || evidence = ?"),
        SPLIT("select from rollout.split where model || ' ' || revision = ?"),
        PREDICTION("select from monitoring.prediction where id::text = ?"),
        ONE_RELEASE_OF_A_KEY("select from release.idempotency where key = ?");

        private final String query;

        Kept(String query) {
            this.query = query;
        }
    }

    private final Map<Kept, Queue<String>> told = new ConcurrentHashMap<>();
    private final Queue<String> unforeseen = new ConcurrentLinkedQueue<>();
    private final Semaphore acknowledged = new Semaphore(0);
    private int counted;

    void submitted(String release, String key) {
        keep(Kept.RELEASE, release);
        keep(Kept.ONE_RELEASE_OF_A_KEY, key);
    }

    void withdrawn(String release) {
        keep(Kept.WITHDRAWAL, release);
    }

    void decided(String release, String gate, String evidence) {
        keep(Kept.DECISION, release + " " + gate + " " + evidence);
    }

    void published(String model, long revision) {
        keep(Kept.SPLIT, model + " " + revision);
    }

    void predicted(String prediction) {
        keep(Kept.PREDICTION, prediction);
    }

    /** An answer that no client should ever get. */
    void unforeseen(String answer) {
        unforeseen.add(answer);
    }

    /** How much was acknowledged until the last wait. */
    int counted() {
        return counted;
    }

    /** Waits until so much more was acknowledged. */
    boolean await(int more, Duration patience) throws InterruptedException {
        counted += acknowledged.drainPermits();
        boolean came = acknowledged.tryAcquire(more, patience.toMillis(), TimeUnit.MILLISECONDS);
        counted += came ? more : 0;
        return came;
    }

    /** What is missing of what was acknowledged since the last look, and what answers nobody foresaw. */
    List<String> missing(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<Kept, Queue<String>> entry : told.entrySet()) {
            try (PreparedStatement select = connection.prepareStatement(entry.getKey().query)) {
                for (String key = entry.getValue().poll();
                        key != null && missing.size() < LONGEST_LIST;
                        key = entry.getValue().poll()) {
                    select.setString(1, key);
                    try (ResultSet rows = select.executeQuery()) {
                        if (!rows.next()) {
                            missing.add("acknowledged, and not there: " + entry.getKey() + " " + key);
                        }
                    }
                }
            }
        }
        for (String answer = unforeseen.poll(); answer != null; answer = unforeseen.poll()) {
            missing.add("unforeseen: " + answer);
        }
        return missing;
    }

    private void keep(Kept kind, String key) {
        told.computeIfAbsent(kind, k -> new ConcurrentLinkedQueue<>()).add(key);
        acknowledged.release();
    }
}
