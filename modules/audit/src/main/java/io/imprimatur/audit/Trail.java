package io.imprimatur.audit;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;

/**
 * What happened, for auditors: the ledger's entries and every change of every audited entity, in the order of time.
 * Rows go from the database's cursor to the stream one by one, so that a trail of any length takes the same memory.
 */
@ApplicationScoped
@Transactional
public class Trail {

    private static final int ROWS_AT_A_TIME = 1000;

    private final EntityManager entities;

    @Inject
    public Trail(EntityManager entities) {
        this.entities = entities;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Trail() {
        this.entities = null;
    }

    /**
     * Makes sure that there is something to export.
     *
     * @throws DomainException RELEASE_UNKNOWN if the ledger does not know the release
     */
    public void requireKnown(ReleaseId release) {
        Number entries = (Number) entities.createNativeQuery(
                        "select count(*) from (select 1 from audit.ledger where release_id = ?1 limit 1) entry")
                .setParameter(1, release.value())
                .getSingleResult();
        if (entries.intValue() == 0) {
            throw DomainException.unknown("RELEASE_UNKNOWN", "There is no release " + release + ".");
        }
    }

    /**
     * Writes the trail of a release: what carries its id, and what was done to its version before or outside any
     * release, such as its registration.
     *
     * @return the number of rows
     */
    public long export(ReleaseId release, TrailFormat format, OutputStream out) {
        return export(TrailQuery.ofRelease(), List.of(release.value(), release.value()), format, out);
    }

    /**
     * Writes everything from one instant (inclusive) to another (exclusive).
     *
     * @return the number of rows
     */
    public long export(Instant from, Instant to, TrailFormat format, OutputStream out) {
        return export(
                TrailQuery.ofTime(), List.of(from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)), format, out);
    }

    private long export(TrailQuery query, List<Object> parameters, TrailFormat format, OutputStream out) {
        return entities.unwrap(Session.class).doReturningWork(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    query.over(auditTables(connection)), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
                // The driver keeps a cursor only with a fetch size, inside a transaction.
                select.setFetchSize(ROWS_AT_A_TIME);
                for (int i = 0; i < parameters.size(); i++) {
                    select.setObject(i + 1, parameters.get(i));
                }
                return write(select, format, out);
            } catch (IOException e) {
                throw new UncheckedIOException("the reader of the trail went away", e);
            }
        });
    }

    private static long write(PreparedStatement select, TrailFormat format, OutputStream out)
            throws SQLException, IOException {
        long count = 0;
        try (ResultSet rows = select.executeQuery();
                TrailWriter writer = format.writer(out)) {
            while (rows.next()) {
                writer.write(new TrailRow(
                        rows.getObject("at", OffsetDateTime.class).toInstant(),
                        rows.getString("actor"),
                        rows.getString("role"),
                        rows.getString("cause"),
                        rows.getString("kind"),
                        rows.getString("change"),
                        rows.getString("digest"),
                        rows.getString("details")));
                count++;
            }
        }
        return count;
    }

    /** Read from the catalogue, so that no context's audit table is forgotten here. */
    private static List<TrailQuery.AuditTable> auditTables(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TrailQuery.AUDIT_TABLES);
                ResultSet rows = select.executeQuery()) {
            List<TrailQuery.AuditTable> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(new TrailQuery.AuditTable(
                        rows.getString("label"), rows.getString("quoted"), rows.getBoolean("digested")));
            }
            return tables;
        }
    }
}
