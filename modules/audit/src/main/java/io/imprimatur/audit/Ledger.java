package io.imprimatur.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.hibernate.envers.AuditReaderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The append-only book of effects. Every service method with an effect appends one entry, in the transaction of that
 * effect and on its connection: without the entry there is no effect, without the effect no entry. Each row carries
 * the SHA-256 of its own canonical JSON, so that a later change to it shows.
 */
@ApplicationScoped
public class Ledger {

    private static final Pattern KIND = Pattern.compile("[A-Z][A-Z0-9_]{2,62}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String INSERT = """
            insert into audit.ledger (at, actor, role, cause, kind, release_id, version_id, digest, facts, leaf_hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final EntityManager entities;
    private final Clock clock;

    @Inject
    public Ledger(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** For the container's proxy, and for hand-made fakes that override {@link #append}. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Ledger() {
        this.entities = null;
        this.clock = null;
    }

    /**
     * Appends an entry about the act in progress.
     *
     * @param kind what happened, a verb in the past: {@code RELEASE_SUBMITTED}
     * @param facts the particulars, a JSON object without anything that names a person; its member {@code evidence}
     *     or {@code digest}, if it is a SHA-256, is shown in the trail's digest column
     * @throws IllegalStateException outside a transaction: the entry would not share the fate of its effect
     */
    public void append(String kind, JsonNode facts) {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("a kind is SCREAMING_SNAKE, not '" + kind + "'");
        }
        if (!entities.isJoinedToTransaction()) {
            throw new IllegalStateException("ledger entry " + kind + " outside a transaction");
        }
        Act act = Acts.current();
        Session session = entities.unwrap(Session.class);
        AuditReaderFactory.get(session)
                .getCurrentRevision(Revision.class, false)
                .tellMore(act);
        // PostgreSQL keeps microseconds; the hash must be of what can be read back.
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String text = CanonicalJson.text(facts);
        String leaf = CanonicalJson.digest(row(at, act, kind, facts)).hex();
        session.doWork(connection -> insert(connection, at, act, kind, digestIn(facts), text, leaf));
    }

    private static void insert(
            Connection connection, Instant at, Act act, String kind, @Nullable String digest, String facts, String leaf)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, at.atOffset(ZoneOffset.UTC));
            insert.setString(2, act.actor().subject());
            insert.setString(3, group(act.role()));
            insert.setString(4, act.cause());
            insert.setString(5, kind);
            insert.setObject(6, release(act));
            insert.setObject(7, version(act));
            insert.setString(8, digest);
            insert.setString(9, facts);
            insert.setString(10, leaf);
            insert.executeUpdate();
        }
    }

    /** The row as the document whose digest is the leaf hash. */
    static ObjectNode row(Instant at, Act act, String kind, JsonNode facts) {
        UUID release = release(act);
        UUID version = version(act);
        ObjectNode row = CanonicalJson.object();
        row.put("at", at.toString());
        row.put("actor", act.actor().subject());
        row.put("role", group(act.role()));
        row.put("cause", act.cause());
        row.put("kind", kind);
        row.put("release", release == null ? null : release.toString());
        row.put("version", version == null ? null : version.toString());
        row.set("facts", facts);
        return row;
    }

    private static @Nullable String digestIn(JsonNode facts) {
        for (String member : new String[] {"evidence", "digest"}) {
            String value = facts.path(member).asText();
            if (DIGEST.matcher(value).matches()) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable String group(@Nullable Role role) {
        return role == null ? null : role.group();
    }

    private static @Nullable UUID release(Act act) {
        return act.release() == null ? null : act.release().value();
    }

    private static @Nullable UUID version(Act act) {
        return act.version() == null ? null : act.version().value();
    }
}
