package io.imprimatur.monitoring.internal;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.monitoring.PredictionRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@code monitoring.prediction}: one statement for a whole group, so that the group is there or is not. */
@ApplicationScoped
public class PredictionTable {

    private static final String INSERT = """
            insert into monitoring.prediction (id, model, version_id, release_id, split_revision, challenger, subject,
                at, latency_micros, output, failed_version_id, failed_release_id, failure, request_id, direct)
            select * from unnest(?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::bigint[], ?::boolean[], ?::text[],
                ?::timestamptz[], ?::bigint[], ?::text[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::boolean[])""";

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

    public void insert(List<PredictionRecord> records) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            int column = 0;
            insert.setArray(++column, uuids(connection, records, r -> r.id().value()));
            insert.setArray(
                    ++column, array(connection, "text", records, r -> r.model().value()));
            insert.setArray(
                    ++column, uuids(connection, records, r -> r.version().value()));
            insert.setArray(
                    ++column, uuids(connection, records, r -> r.release().value()));
            insert.setArray(++column, array(connection, "bigint", records, PredictionRecord::splitRevision));
            insert.setArray(++column, array(connection, "boolean", records, PredictionRecord::challenger));
            insert.setArray(++column, array(connection, "text", records, PredictionRecord::subject));
            insert.setArray(
                    ++column,
                    array(
                            connection,
                            "timestamptz",
                            records,
                            r -> r.at().atOffset(ZoneOffset.UTC).toString()));
            insert.setArray(++column, array(connection, "bigint", records, PredictionRecord::latencyMicros));
            insert.setArray(++column, array(connection, "text", records, PredictionRecord::output));
            insert.setArray(
                    ++column,
                    uuids(
                            connection,
                            records,
                            r -> r.failedVersion() == null
                                    ? null
                                    : r.failedVersion().value()));
            insert.setArray(
                    ++column,
                    uuids(
                            connection,
                            records,
                            r -> r.failedRelease() == null
                                    ? null
                                    : r.failedRelease().value()));
            insert.setArray(++column, array(connection, "text", records, PredictionRecord::failure));
            insert.setArray(++column, array(connection, "text", records, PredictionRecord::requestId));
            insert.setArray(++column, array(connection, "boolean", records, PredictionRecord::direct));
            insert.executeUpdate();
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    private static Array uuids(
            Connection connection, List<PredictionRecord> records, Function<PredictionRecord, @Nullable UUID> column)
            throws SQLException {
        return array(connection, "uuid", records, column);
    }

    private static <T extends @Nullable Object> Array array(
            Connection connection, String type, List<PredictionRecord> records, Function<PredictionRecord, T> column)
            throws SQLException {
        return connection.createArrayOf(type, records.stream().map(column).toArray());
    }

    public Optional<PredictionRecord> find(PredictionId id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select * from monitoring.prediction where id = ?")) {
            select.setObject(1, id.value());
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
