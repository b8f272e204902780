package io.imprimatur.notification.internal;

import io.imprimatur.notification.DeadLetter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * {@code notification.message}: on the connection of the transaction in progress. A claim is a lease, not a lock: it is
 * committed before anything is sent, so that no transaction waits for a network, and a node that dies leaves its
 * messages to the others when the lease ends.
 */
@ApplicationScoped
@Transactional
public class OutboxTable {

    private static final String ADD_MAIL = """
            insert into notification.message
                (channel, destination, kind, release_id, subject, content, created_at, due_at)
            values ('MAIL', ?, ?, ?, ?, ?, ?, ?)""";
    private static final String ADD_WEBHOOKS = """
            insert into notification.message (channel, destination, kind, release_id, content, created_at, due_at)
            select 'WEBHOOK', id::text, ?, ?, ?, ?, ? from notification.endpoint
            where retired_at is null and ? = any (string_to_array(events, ','))""";
    // The oldest of each destination: one that is slow or away holds up no other.
    private static final String CLAIM = """
            with picked as materialized (
                select oldest.id
                from (select distinct destination from notification.message
                      where channel = ? and state = 'WAITING' and due_at <= ?) waiting
                cross join lateral (
                    select id from notification.message
                    where channel = ? and destination = waiting.destination and state = 'WAITING' and due_at <= ?
                    order by seq limit 1 for update skip locked) oldest
                limit ?)
            update notification.message m set attempts = m.attempts + 1, due_at = ?
            from picked where m.id = picked.id
            returning m.id, m.destination, m.kind, m.subject, m.content, m.created_at, m.attempts""";
    private static final String SENT = """
            update notification.message set state = 'SENT', settled_at = ?, failure = null
            where id = ? and state <> 'SENT'""";
    // Not if the lease ended and somebody else has begun another attempt.
    private static final String AGAIN = """
            update notification.message set due_at = ?, failure = ?
            where id = ? and attempts = ? and state = 'WAITING'""";
    private static final String DEAD = """
            update notification.message set state = 'DEAD', settled_at = ?, failure = ?
            where id = ? and attempts = ? and state = 'WAITING'""";
    private static final String COLUMNS =
            "seq, id, channel, destination, kind, release_id, created_at, settled_at, attempts, failure";
    private static final String LIST =
            "select " + COLUMNS + " from notification.message where state = 'DEAD' and seq > ? order by seq limit ?";
    private static final String REVIVE = """
            with dead as materialized (
                select * from notification.message where id = ? and state = 'DEAD' for update)
            update notification.message m set state = 'WAITING', due_at = ?, attempts = 0, settled_at = null
            from dead where m.id = dead.id
            returning dead.seq, dead.id, dead.channel, dead.destination, dead.kind, dead.release_id, dead.created_at,
                dead.settled_at, dead.attempts, dead.failure""";
    private static final String EXISTS = "select 1 from notification.message where id = ?";
    private static final String COUNT = "select count(*) from notification.message where state = ?";

    private final EntityManager entities;

    @Inject
    public OutboxTable(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected OutboxTable() {
        this.entities = null;
    }

    @FunctionalInterface
    private interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Joins the transaction in progress. */
    public void addMail(String group, String kind, UUID release, String subject, String text, Instant now) {
        update(ADD_MAIL, group, kind, release, subject, text, now, now);
    }

    /** One message for each endpoint that asked for this kind; joins the transaction in progress. */
    public void addWebhooks(String kind, @Nullable UUID release, String payload, Instant now) {
        update(ADD_WEBHOOKS, kind, release, payload, now, now, kind);
    }

    /** Claims what is due, at most one message for each destination; nobody else gets them until the lease ends. */
    public List<Message> claim(Channel channel, Instant now, Duration lease, int atMost) {
        String name = channel.name();
        return query(
                CLAIM,
                row -> new Message(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        instant(row, 6),
                        row.getInt(7)),
                name,
                now,
                name,
                now,
                atMost,
                now.plus(lease));
    }

    public void sent(Message message, Instant now) {
        update(SENT, now, message.id());
    }

    public void tryAgain(Message message, String failure, Instant due) {
        update(AGAIN, due, failure, message.id(), message.attempt());
    }

    public void bury(Message message, String failure, Instant now) {
        update(DEAD, now, failure, message.id(), message.attempt());
    }

    public List<DeadLetter> dead(long after, int limit) {
        return query(LIST, OutboxTable::deadLetter, after, limit);
    }

    /** Lets a dead message be tried from the beginning; answers it as it was, if it was dead. */
    public Optional<DeadLetter> revive(UUID id, Instant now) {
        return query(REVIVE, OutboxTable::deadLetter, id, now).stream().findFirst();
    }

    public boolean exists(UUID id) {
        return !query(EXISTS, row -> row.getInt(1), id).isEmpty();
    }

    /** How many messages are in this state: WAITING, SENT or DEAD. */
    public long count(String state) {
        return query(COUNT, row -> row.getLong(1), state).get(0);
    }

    private static DeadLetter deadLetter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getLong(1),
                row.getObject(2, UUID.class),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getObject(6, UUID.class),
                instant(row, 7),
                instant(row, 8),
                row.getInt(9),
                String.valueOf(row.getString(10)));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private void update(String sql, @Nullable Object... values) {
        entities.unwrap(Session.class).doWork(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, values);
                statement.executeUpdate();
            }
        });
    }

    private <T> List<T> query(String sql, Row<T> mapping, @Nullable Object... values) {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            List<T> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                bind(statement, values);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(mapping.of(rows));
                    }
                }
            }
            return found;
        });
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i] instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : values[i];
            statement.setObject(i + 1, value);
        }
    }
}
