package io.imprimatur.monitoring.internal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * One data key for each subject, kept encrypted in {@code monitoring.subject_key}. Those in use are held in memory,
 * bounded in number and time: after its row is deleted, a key is forgotten by every node within {@link #HELD}.
 */
@ApplicationScoped
public class SubjectKeys {

    static final Duration HELD = Duration.ofMinutes(5);

    private static final int KEY_BYTES = 32;

    private static final String SELECT =
            "select owner, wrapped, master_key, used_on from monitoring.subject_key where owner = any (?)";

    /** In the order of owners, so that two nodes that make the same keys wait for each other only one way round. */
    private static final String INSERT = """
            insert into monitoring.subject_key (owner, wrapped, master_key, used_on)
            select * from unnest(?::text[], ?::bytea[], ?::text[], ?::date[]) order by 1
            on conflict (owner) do nothing""";

    private static final String USE = """
            update monitoring.subject_key set used_on = ? where owner in (
                select owner from monitoring.subject_key where owner = any (?) and used_on < ?
                for update skip locked)""";

    private final MasterKeys masters;
    private final Clock clock;
    private final Map<String, Held> held;

    private record Held(Aead key, Instant until) {}

    @Inject
    public SubjectKeys(
            MasterKeys masters,
            @ConfigProperty(name = "imprimatur.inputs.keys-held", defaultValue = "10000") int most,
            Clock clock) {
        this.masters = masters;
        this.clock = clock;
        this.held = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
                return size() > most;
            }
        };
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected SubjectKeys() {
        this.masters = null;
        this.clock = null;
        this.held = Map.of();
    }

    /** The keys of these owners that are in memory. */
    synchronized Map<String, Aead> inMemory(Collection<String> owners) {
        Instant now = clock.instant();
        Map<String, Aead> found = new HashMap<>();
        for (String owner : owners) {
            Held entry = held.get(owner);
            if (entry != null && entry.until().isAfter(now)) {
                found.put(owner, entry.key());
            } else {
                held.remove(owner);
            }
        }
        return found;
    }

    /** Holds keys in memory, once the transaction that may have made them is committed. */
    synchronized void hold(Map<String, Aead> keys) {
        Instant until = clock.instant().plus(HELD);
        keys.forEach((owner, key) -> held.put(owner, new Held(key, until)));
    }

    /** The keys of these owners; who has none gets one in the transaction of this connection. */
    Map<String, Aead> readOrMake(Connection connection, Collection<String> owners)
            throws SQLException, GeneralSecurityException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        TreeSet<String> missing = new TreeSet<>(owners);
        Map<String, Aead> keys = read(connection, missing, today);
        missing.removeAll(keys.keySet());
        if (!missing.isEmpty()) {
            make(connection, missing, today);
            // Read, not taken from memory: another node may have been first.
            keys.putAll(read(connection, missing, today));
        }
        return keys;
    }

    /** The key of one owner; nothing if it was erased. */
    Optional<Aead> find(Connection connection, String owner) throws SQLException, GeneralSecurityException {
        return Optional.ofNullable(
                read(connection, List.of(owner), LocalDate.MIN).get(owner));
    }

    private Map<String, Aead> read(Connection connection, Collection<String> owners, LocalDate today)
            throws SQLException, GeneralSecurityException {
        Map<String, Aead> keys = new HashMap<>();
        List<String> unused = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, connection.createArrayOf("text", owners.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String owner = row.getString("owner");
                    MasterKeys.Wrapped wrapped =
                            new MasterKeys.Wrapped(row.getString("master_key"), row.getBytes("wrapped"));
                    keys.put(owner, new AesGcmJce(masters.unwrap(wrapped, owner)));
                    if (row.getObject("used_on", LocalDate.class).isBefore(today)) {
                        unused.add(owner);
                    }
                }
            }
        }
        if (!unused.isEmpty()) {
            try (PreparedStatement use = connection.prepareStatement(USE)) {
                use.setObject(1, today);
                use.setArray(2, connection.createArrayOf("text", unused.toArray()));
                use.setObject(3, today);
                use.executeUpdate();
            }
        }
        return keys;
    }

    private void make(Connection connection, Collection<String> owners, LocalDate today)
            throws SQLException, GeneralSecurityException {
        List<byte[]> wrapped = new ArrayList<>();
        List<String> master = new ArrayList<>();
        List<String> used = new ArrayList<>();
        for (String owner : owners) {
            MasterKeys.Wrapped made = masters.wrap(Random.randBytes(KEY_BYTES), owner);
            wrapped.add(made.bytes());
            master.add(made.master());
            used.add(today.toString());
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(1, connection.createArrayOf("text", owners.toArray()));
            insert.setArray(2, connection.createArrayOf("bytea", wrapped.toArray(new byte[0][])));
            insert.setArray(3, connection.createArrayOf("text", master.toArray()));
            insert.setArray(4, connection.createArrayOf("text", used.toArray()));
            insert.executeUpdate();
        }
    }
}
