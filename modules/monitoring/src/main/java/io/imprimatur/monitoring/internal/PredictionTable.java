package io.imprimatur.monitoring.internal;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.monitoring.PredictionRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** {@code monitoring.prediction}: one COPY for a whole group, so that the group is there or is not. */
@ApplicationScoped
public class PredictionTable {

    private static final String COLUMNS = "id, model, version_id, release_id, split_revision, challenger, subject, at,"
            + " latency_micros, output, failed_version_id, failed_release_id, failure, request_id, direct";

    private static final String COPY = "copy monitoring.prediction (" + COLUMNS + ") from stdin (format binary)";

    private static final String ANY_DAY = "select * from monitoring.prediction where id = ?";
    private static final String ONE_DAY = ANY_DAY + " and at >= ? and at < ?";

    /** Of a row that belongs to no partition; the table has no other check. */
    private static final String NO_PARTITION = "23514";

    private final DataSource dataSource;

    @Inject
    public PredictionTable(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PredictionTable() {
        this.dataSource = null;
    }

    /**
     * Commits the whole group, or nothing of it.
     *
     * @throws SQLException telling why; of a connection that was lost it cannot tell which of the two
     */
    public void insert(List<PredictionRecord> records) throws SQLException {
        try {
            copy(records);
        } catch (SQLException e) {
            if (!NO_PARTITION.equals(e.getSQLState())) {
                throw e;
            }
            // Nobody has made the day ahead: this node was asleep, or its clock is not the others'.
            makeDays(records);
            copy(records);
        }
    }

    private void makeDays(List<PredictionRecord> records) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement make = connection.prepareStatement("select monitoring.make_days(?, ?)")) {
            for (LocalDate day : records.stream()
                    .map(record -> LocalDate.ofInstant(record.at(), ZoneOffset.UTC))
                    .collect(Collectors.toCollection(TreeSet::new))) {
                make.setObject(1, day);
                make.setObject(2, day);
                make.execute();
            }
            commit(connection);
        }
    }

    private void copy(List<PredictionRecord> records) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, rows(records));
            commit(connection);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private static void commit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    private static InputStream rows(List<PredictionRecord> records) {
        CopyRows rows = new CopyRows(COLUMNS.split(",").length);
        for (PredictionRecord record : records) {
            VersionId failedVersion = record.failedVersion();
            ReleaseId failedRelease = record.failedRelease();
            rows.row()
                    .uuid(record.id().value())
                    .text(record.model().value())
                    .uuid(record.version().value())
                    .uuid(record.release().value())
                    .number(record.splitRevision())
                    .truth(record.challenger())
                    .text(record.subject())
                    .instant(record.at())
                    .number(record.latencyMicros())
                    .text(record.output())
                    .uuid(failedVersion == null ? null : failedVersion.value())
                    .uuid(failedRelease == null ? null : failedRelease.value())
                    .text(record.failure())
                    .text(record.requestId())
                    .truth(record.direct());
        }
        return rows.end();
    }

    public Optional<PredictionRecord> find(PredictionId id) {
        Instant asked = id.askedAt().orElse(null);
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(asked == null ? ANY_DAY : ONE_DAY)) {
            select.setObject(1, id.value());
            if (asked != null) {
                select.setObject(2, asked.atOffset(ZoneOffset.UTC));
                select.setObject(3, asked.plusMillis(1).atOffset(ZoneOffset.UTC));
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("monitoring.prediction cannot be read", e);
        }
    }

    private static PredictionRecord read(ResultSet row) throws SQLException {
        UUID failedVersion = row.getObject("failed_version_id", UUID.class);
        UUID failedRelease = row.getObject("failed_release_id", UUID.class);
        return new PredictionRecord(
                new PredictionId(row.getObject("id", UUID.class)),
                new ModelName(row.getString("model")),
                new VersionId(row.getObject("version_id", UUID.class)),
                new ReleaseId(row.getObject("release_id", UUID.class)),
                row.getLong("split_revision"),
                row.getBoolean("challenger"),
                row.getString("subject"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getLong("latency_micros"),
                row.getString("output"),
                failedVersion == null ? null : new VersionId(failedVersion),
                failedRelease == null ? null : new ReleaseId(failedRelease),
                row.getString("failure"),
                row.getString("request_id"),
                row.getBoolean("direct"));
    }
}
