package io.imprimatur.monitoring.internal;

import com.google.crypto.tink.Aead;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.PredictionId;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.monitoring.PredictionRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** {@code monitoring.prediction}: one COPY for a whole group, so that the group is there or is not. */
@ApplicationScoped
public class PredictionTable {

    private static final String ANY_DAY =
            "select *, key_owner is null or key_owner = subject as named from monitoring.prediction where id = ?";
    private static final String INPUTS = "select key_owner, inputs from monitoring.prediction where id = ? and at = ?";
    private static final String ONE_DAY = ANY_DAY + " and at >= ? and at < ?";

    /** Of a row that belongs to no partition; the table has no other check. */
    private static final String NO_PARTITION = "23514";

    private static final String DATA_EXCEPTION = "22000";

    private final DataSource dataSource;
    private final SubjectKeys subjectKeys;

    @Inject
    public PredictionTable(DataSource dataSource, SubjectKeys subjectKeys) {
        this.dataSource = dataSource;
        this.subjectKeys = subjectKeys;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PredictionTable() {
        this.dataSource = null;
        this.subjectKeys = null;
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
        Set<String> owners = PredictionRows.owners(records);
        Map<String, Aead> keys = subjectKeys.inMemory(owners);
        owners.removeAll(keys.keySet());
        try (Connection connection = dataSource.getConnection()) {
            if (owners.isEmpty()) {
                send(connection, records, keys);
                commit(connection);
            } else {
                copyWithKeys(connection, records, keys, owners);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        } catch (GeneralSecurityException e) {
            // A key that cannot be used is the fault of its owner's rows alone.
            throw new SQLException("Inputs cannot be encrypted: " + e.getMessage(), DATA_EXCEPTION, e);
        }
    }

    /** New keys and what is encrypted under them are committed together. */
    private void copyWithKeys(
            Connection connection, List<PredictionRecord> records, Map<String, Aead> keys, Set<String> owners)
            throws SQLException, GeneralSecurityException, IOException {
        boolean automatic = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            Map<String, Aead> more = subjectKeys.readOrMake(connection, owners);
            keys.putAll(more);
            send(connection, records, keys);
            connection.commit();
            subjectKeys.hold(more);
        } catch (SQLException | GeneralSecurityException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        } finally {
            connection.setAutoCommit(automatic);
        }
    }

    private static void send(Connection connection, List<PredictionRecord> records, Map<String, Aead> keys)
            throws SQLException, GeneralSecurityException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(PredictionRows.COPY, PredictionRows.of(records, keys));
    }

    private static void rollBack(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    private static void commit(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
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

    /**
     * What was asked, decrypted; nothing where the record holds none.
     *
     * @throws DomainException INPUTS_ERASED when the key that they were encrypted under is no more
     */
    public Optional<byte[]> inputs(PredictionRecord record) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(INPUTS)) {
            select.setObject(1, record.id().value());
            select.setObject(2, record.at().atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || row.getBytes("inputs") == null) {
                    return Optional.empty();
                }
                Aead key = subjectKeys
                        .find(connection, row.getString("key_owner"))
                        .orElseThrow(() -> DomainException.unknown(
                                "INPUTS_ERASED", "The inputs of prediction " + record.id() + " were erased."));
                return Optional.of(SealedInputs.open(row.getBytes("inputs"), key, record.id(), record.model()));
            }
        } catch (SQLException | GeneralSecurityException e) {
            throw new IllegalStateException("the inputs of prediction " + record.id() + " cannot be read", e);
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
                row.getBoolean("direct"),
                row.getBoolean("named"),
                null);
    }
}
