package io.imprimatur.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactStoreTest {

    private static final int LIMIT = 100_000;
    private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
    private static final byte[] BYTES = "the weights".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = reopened();
    }

    @Test
    void bytes_are_held_under_their_digest() throws IOException {
        StoredArtifact stored = store.store(stream(BYTES), Digest.of(BYTES));

        assertThat(stored).isEqualTo(new StoredArtifact(Digest.of(BYTES), BYTES.length, false));
        assertThat(store.holds(stored.digest())).isTrue();
        assertThat(Files.readAllBytes(store.pathOf(stored.digest()))).isEqualTo(BYTES);
    }

    @Test
    void the_same_bytes_are_held_once() throws IOException {
        store.store(stream(BYTES), null);

        assertThat(store.store(stream(BYTES), null).alreadyHeld()).isTrue();
        assertThat(files()).containsExactly(store.pathOf(Digest.of(BYTES)));
    }

    @Test
    void an_artifact_may_be_as_large_as_the_limit_and_no_larger() throws IOException {
        assertThat(store.store(stream(new byte[LIMIT]), null).size()).isEqualTo(LIMIT);
        Files.delete(store.pathOf(Digest.of(new byte[LIMIT])));

        assertRefused("ARTIFACT_TOO_LARGE", () -> store.store(stream(new byte[LIMIT + 1]), null));
    }

    @Test
    void other_bytes_than_announced_are_refused() throws IOException {
        assertRefused("ARTIFACT_DIGEST_MISMATCH", () -> store.store(stream(BYTES), Digest.of(new byte[] {1})));
    }

    @Test
    void no_bytes_are_no_artifact() throws IOException {
        assertRefused("ARTIFACT_EMPTY", () -> store.store(InputStream.nullInputStream(), null));
    }

    @Test
    void a_connection_that_breaks_leaves_nothing() throws IOException {
        InputStream breaking = new SequenceInputStream(stream(new byte[70_000]), new Broken());

        assertThatThrownBy(() -> store.store(breaking, null)).isInstanceOf(UncheckedIOException.class);

        assertThat(files()).isEmpty();
    }

    @Test
    void an_artifact_nobody_uploaded_is_unknown() {
        assertThat(store.holds(Digest.of(BYTES))).isFalse();
        assertThatThrownBy(() -> store.pathOf(Digest.of(BYTES)))
                .asInstanceOf(type(DomainException.class))
                .returns("ARTIFACT_UNKNOWN", DomainException::code);
    }

    @Test
    void what_a_crash_left_is_swept_after_a_day_and_what_is_under_way_stays() throws IOException {
        Path left = part("left", NOW.minus(Duration.ofHours(25)));
        Path underWay = part("under-way", NOW.minus(Duration.ofHours(23)));

        reopened();

        assertThat(left).doesNotExist();
        assertThat(underWay).exists();
    }

    private ArtifactStore reopened() {
        return new ArtifactStore(directory.toString(), LIMIT, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Path part(String name, Instant modified) throws IOException {
        Path incoming = Files.createDirectories(directory.resolve("incoming"));
        Path part = Files.writeString(incoming.resolve(name + ".part"), "half");
        return Files.setLastModifiedTime(part, FileTime.from(modified));
    }

    private void assertRefused(String code, ThrowingCallable act) throws IOException {
        assertThatThrownBy(act).asInstanceOf(type(DomainException.class)).returns(code, DomainException::code);
        assertThat(files()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /** A sender that went away. */
    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("connection reset");
        }
    }
}
