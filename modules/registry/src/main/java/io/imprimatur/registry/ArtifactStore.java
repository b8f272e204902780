package io.imprimatur.registry;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Holds artifacts under the SHA-256 of their bytes. Bytes are streamed to a temporary file, forced to the disk and
 * renamed: under a digest there is the whole artifact or nothing. The same bytes are held once. Memory use does not
 * depend on the size.
 */
@ApplicationScoped
public class ArtifactStore {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final String INCOMING = "incoming";
    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final long RESERVE_BYTES = 64L << 20;

    private final Path directory;
    private final long limit;
    private final Clock clock;

    @Inject
    public ArtifactStore(
            @ConfigProperty(name = "imprimatur.artifacts.directory") String directory,
            @ConfigProperty(name = "imprimatur.artifacts.limit", defaultValue = "2147483648") long limit,
            Clock clock) {
        this.directory = Path.of(directory);
        this.limit = limit;
        this.clock = clock;
        sweep();
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected ArtifactStore() {
        this.directory = null;
        this.limit = 0;
        this.clock = null;
    }

    /** The largest artifact taken, in bytes. */
    public long limit() {
        return limit;
    }

    /**
     * Takes the bytes in.
     *
     * @param expected what the sender says their digest is; null if the sender does not know
     * @throws DomainException ARTIFACT_TOO_LARGE, ARTIFACT_DIGEST_MISMATCH, ARTIFACT_EMPTY or ARTIFACT_DISK_FULL;
     *     nothing is left behind then
     */
    public StoredArtifact store(InputStream bytes, @Nullable Digest expected) {
        Path incoming = temporary();
        try {
            MessageDigest digesting = Digest.sha256();
            long size = receive(bytes, incoming, digesting);
            Digest digest = Digest.of(digesting);
            if (expected != null && !expected.equals(digest)) {
                throw DomainException.unprocessable(
                        "ARTIFACT_DIGEST_MISMATCH",
                        "The bytes received have the SHA-256 " + digest + ", not " + expected
                                + ". Send them again, or correct the digest.");
            }
            if (size == 0) {
                throw DomainException.unprocessable("ARTIFACT_EMPTY", "No bytes were received.");
            }
            return settle(incoming, digest, size);
        } catch (IOException e) {
            throw told(e);
        } finally {
            discard(incoming);
        }
    }

    public boolean holds(Digest digest) {
        return Files.isRegularFile(place(digest));
    }

    /**
     * Where the artifact's bytes are: a file nobody may change.
     *
     * @throws DomainException ARTIFACT_UNKNOWN
     */
    public Path pathOf(Digest digest) {
        Path place = place(digest);
        if (!Files.isRegularFile(place)) {
            throw DomainException.unknown(
                    "ARTIFACT_UNKNOWN",
                    "No artifact " + digest + " is held. Upload it first: PUT /api/artifacts/" + digest);
        }
        return place;
    }

    /** Removes the bytes; without them being there, nothing happens. */
    void erase(Digest digest) {
        discard(place(digest));
    }

    private Path temporary() {
        try {
            Path incoming = Files.createDirectories(directory.resolve(INCOMING));
            if (Files.getFileStore(incoming).getUsableSpace() < RESERVE_BYTES) {
                throw diskFull();
            }
            return Files.createTempFile(incoming, "artifact-", ".part");
        } catch (IOException e) {
            throw told(e);
        }
    }

    private long receive(InputStream bytes, Path file, MessageDigest digesting) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int read;
            while ((read = bytes.read(buffer)) >= 0) {
                size += read;
                if (size > limit) {
                    throw DomainException.tooLarge(
                            "ARTIFACT_TOO_LARGE", "An artifact may have " + limit + " bytes; this one has more.");
                }
                digesting.update(buffer, 0, read);
                ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, read);
                while (chunk.hasRemaining()) {
                    channel.write(chunk);
                }
            }
            channel.force(true);
        }
        return size;
    }

    private StoredArtifact settle(Path incoming, Digest digest, long size) throws IOException {
        Path place = place(digest);
        if (Files.isRegularFile(place)) {
            return new StoredArtifact(digest, size, true);
        }
        Path folder = Files.createDirectories(place.toAbsolutePath().getParent());
        try {
            Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IllegalStateException(
                    "IMPRIMATUR_ARTIFACTS_DIRECTORY must lie on one file system that can rename atomically.", e);
        }
        // The rename itself must outlive a power cut.
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
        return new StoredArtifact(digest, size, false);
    }

    private Path place(Digest digest) {
        String hex = digest.hex();
        return directory
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex);
    }

    /** What a crash left half received is nobody's after a day. */
    private void sweep() {
        Path incoming = directory.resolve(INCOMING);
        if (!Files.isDirectory(incoming)) {
            return;
        }
        Instant abandoned = clock.instant().minus(ABANDONED);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(incoming, "*.part")) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(abandoned)) {
                    Files.deleteIfExists(part);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The artifact directory cannot be read: " + directory, e);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuntimeException told(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("no space left") || message.contains("quota")) {
            return diskFull();
        }
        return new UncheckedIOException(e);
    }

    private static DomainException diskFull() {
        return DomainException.insufficientStorage(
                "ARTIFACT_DISK_FULL", "The artifact store has no room left. Nothing was kept; tell an operator.");
    }
}
