package io.imprimatur.monitoring.internal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One thread commits all that wait together, and what comes meanwhile is the next group: no record waits for company.
 * A record whose prediction is answered already is tried again until the database has it; who waits for a commit is
 * told at once that it failed.
 */
public final class GroupCommit {

    private static final Logger LOG = Logger.getLogger(GroupCommit.class.getName());
    private static final int GROUP = 512;
    private static final int KILOBYTE = 1_024;
    private static final long IDLE_MILLIS = 200;
    private static final String UNIQUE_VIOLATION = "23505";

    private final PredictionTable table;
    private final BlockingQueue<Pending> waiting;
    private final int mostKilobytes;
    private final Semaphore kilobytes;
    private @Nullable Thread writer;
    private volatile boolean taken = true;
    private volatile boolean closing;
    private volatile boolean ended;
    private volatile long endNanos;

    /** Answered, but not committed yet because the database would not; the writer's own. */
    private final List<Pending> kept = new ArrayList<>();

    /** Of these a lost connection may have committed what it did not confirm; the writer's own. */
    private final Set<Pending> inDoubt = new HashSet<>();

    /**
     * @param most how many records may wait
     * @param mostBytes how many bytes of inputs they may hold together
     */
    public GroupCommit(PredictionTable table, int most, int mostBytes) {
        this.table = table;
        this.waiting = new ArrayBlockingQueue<>(most);
        this.mostKilobytes = mostBytes / KILOBYTE;
        this.kilobytes = new Semaphore(mostKilobytes);
    }

    /**
     * Hands a record in, waiting for a place if need be.
     *
     * @return false when there was no place in time, or the log is closed: the record is not taken then
     */
    public boolean add(Pending pending, long patienceMillis) throws InterruptedException {
        startWriter();
        long begun = System.nanoTime();
        long patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        if (closing || !kilobytes.tryAcquire(weight(pending), patience, TimeUnit.NANOSECONDS)) {
            return false;
        }
        boolean placed = waiting.offer(pending, patience - (System.nanoTime() - begun), TimeUnit.NANOSECONDS);
        // Placed after the writer's last look it would wait for ever.
        if (placed && !(ended && waiting.remove(pending))) {
            return true;
        }
        kilobytes.release(weight(pending));
        return false;
    }

    /** What nothing else could be held beside takes all the room, but is not refused. */
    private int weight(Pending pending) {
        byte[] inputs = pending.record().inputs();
        return inputs == null ? 0 : Math.min(inputs.length / KILOBYTE + 1, mostKilobytes);
    }

    /** Whether the database took the last group. */
    public boolean isTaken() {
        return taken;
    }

    private synchronized void startWriter() {
        if (writer == null) {
            writer = new Thread(this::write, "prediction-recorder");
            writer.setDaemon(true);
            writer.start();
        }
    }

    private void write() {
        List<Pending> group = new ArrayList<>();
        try {
            while (!ended || !waiting.isEmpty()) {
                boolean lastLook = closing;
                gather(group);
                if (!group.isEmpty()) {
                    commit(group);
                }
                ended = lastLook && (kept.isEmpty() || System.nanoTime() - endNanos > 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
            if (!kept.isEmpty()) {
                LOG.log(Level.SEVERE, "{0} answered predictions could not be recorded before the end", kept.size());
            }
        }
    }

    private void gather(List<Pending> group) throws InterruptedException {
        group.clear();
        group.addAll(kept);
        kept.clear();
        Pending first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            group.add(first);
            waiting.drainTo(group, GROUP - 1);
        }
    }

    private void commit(List<Pending> group) {
        try {
            insert(group);
            taken = true;
            group.forEach(this::committed);
        } catch (SQLException | RuntimeException e) {
            if (!isOfTheData(e)) {
                notTaken(group, e);
            } else if (group.size() > 1) {
                // One row that the database refuses must not cost the others theirs.
                int half = group.size() / 2;
                commit(group.subList(0, half));
                commit(group.subList(half, group.size()));
            } else {
                refused(group.get(0), e);
            }
        }
    }

    /** A connection that died says nothing of the database: a second one is tried before anybody is told. */
    private void insert(List<Pending> group) throws SQLException {
        try {
            table.insert(group.stream().map(Pending::record).toList());
        } catch (SQLException e) {
            if (!isOfTheConnection(e)) {
                throw e;
            }
            inDoubt.addAll(group);
            table.insert(group.stream().map(Pending::record).toList());
        }
    }

    private void committed(Pending pending) {
        inDoubt.remove(pending);
        kilobytes.release(weight(pending));
        pending.committed().complete(null);
    }

    private void failed(Pending pending, Exception cause) {
        inDoubt.remove(pending);
        kilobytes.release(weight(pending));
        pending.committed().completeExceptionally(new NotRecorded(cause));
    }

    private void refused(Pending pending, Exception cause) {
        if (inDoubt.contains(pending) && NotRecorded.state(cause).equals(UNIQUE_VIOLATION)) {
            // The connection that was lost had committed it.
            committed(pending);
            return;
        }
        if (pending.answered()) {
            // Without the cause's text: it may repeat values.
            LOG.log(
                    Level.SEVERE,
                    "The database refuses the record of answered prediction {0}: SQLSTATE {1}",
                    new Object[] {pending.record().id(), NotRecorded.state(cause)});
        }
        failed(pending, cause);
    }

    private void notTaken(List<Pending> group, Exception cause) {
        if (taken) {
            LOG.log(Level.WARNING, "The database takes no predictions: {0}", NotRecorded.state(cause));
        }
        taken = false;
        for (Pending pending : group) {
            if (pending.answered()) {
                inDoubt.add(pending);
                kept.add(pending);
            } else {
                failed(pending, cause);
            }
        }
    }

    /**
     * SQLSTATE classes 22 (data) and 23 (constraints): the row's own fault, the database is well. So is what no database
     * told: tried for ever, it would stand in the way of all others.
     */
    private static boolean isOfTheData(Exception thrown) {
        return thrown instanceof RuntimeException
                || NotRecorded.state(thrown).startsWith("22")
                || NotRecorded.state(thrown).startsWith("23");
    }

    /** SQLSTATE class 08 and 57P01 to 57P03: the session was ended from the other side; class 40: rolled back. */
    private static boolean isOfTheConnection(SQLException thrown) {
        return NotRecorded.state(thrown).startsWith("08")
                || NotRecorded.state(thrown).startsWith("57P0")
                || NotRecorded.state(thrown).startsWith("40");
    }

    /** Takes nothing more, and returns when all that was taken is written; at the latest after the time given. */
    public void close(long mostMillis) {
        endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mostMillis);
        closing = true;
        Thread running;
        synchronized (this) {
            running = writer;
        }
        if (running == null) {
            return;
        }
        try {
            running.join(mostMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
