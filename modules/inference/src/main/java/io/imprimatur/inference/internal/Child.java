package io.imprimatur.inference.internal;

import ai.djl.util.Utils;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process of {@link ModelProcess} with a folder of its own, which alone it may write. It runs a stranger's program, so
 * what it leaves behind is read with bounds, and as its word, not as the truth.
 */
public final class Child implements AutoCloseable {

    private static final String REQUEST = "request.json";
    private static final String LOG = "log";
    private static final int MOST_WORDS = 2_000;
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME");
    private static final List<String> JVM = List.of(
            "-Xmx256m",
            "-Xss1m",
            "-XX:CompressedClassSpaceSize=64m",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:ErrorFile=/dev/null",
            "-XX:-CreateCoredumpOnCrash",
            "-Xshare:auto");

    private final Path home;

    public Child() {
        try {
            home = Files.createTempDirectory("imprimatur-model-process-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file in the child's folder. */
    public Path file(String name) {
        return home.resolve(name);
    }

    /**
     * Runs it to its end, or kills it.
     *
     * @return what went wrong, in a sentence; null when nothing did
     */
    public @Nullable String run(ObjectNode request, long timeoutMillis, long memoryBytes) {
        try {
            Files.writeString(file(REQUEST), request.toString());
            // Natives are unpacked by this process: the child may not write where they lie.
            for (JsonNode model : request.path("models")) {
                ModelArchive.unpackNatives(Path.of(model.path("artifact").asText()));
            }
            Process child = start(memoryBytes);
            if (!child.waitFor(timeoutMillis, TimeUnit.MILLISECONDS)) {
                kill(child);
                return "It had not answered after " + timeoutMillis + " ms, and was killed.";
            }
            return failure(child.exitValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "It was interrupted.";
        }
    }

    private Process start(long memoryBytes) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.add("-Djava.io.tmpdir=" + home);
        command.add("-Dai.djl.offline=true");
        command.add("-Dai.djl.pytorch.num_threads=1");
        command.add("-Dai.djl.onnx.disable_alternative=true");
        command.addAll(List.of(
                "-cp",
                ChildClassPath.of(),
                ModelProcess.class.getName(),
                file(REQUEST).toString()));
        ProcessBuilder builder = new ProcessBuilder(Confinement.here().around(home, memoryBytes, command));
        builder.directory(home.toFile());
        builder.redirectErrorStream(true).redirectOutput(file(LOG).toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        // The child needs to know where DJL's natives lie, and nothing else: no secret of the server's environment.
        builder.environment().keySet().retainAll(ENVIRONMENT);
        // Told, since DJL would otherwise see that it may not write there, and unpack 400 MB anew for each child.
        builder.environment().put("DJL_CACHE_DIR", Utils.getCacheDir().toString());
        return builder.start();
    }

    private static void kill(Process child) throws InterruptedException {
        child.descendants().forEach(ProcessHandle::destroyForcibly);
        child.destroyForcibly().waitFor();
    }

    private @Nullable String failure(int status) throws IOException {
        if (status == 0) {
            return null;
        }
        String words = lastWords();
        return status == ModelProcess.REFUSED ? words : "The process that loaded it " + ending(status) + ". " + words;
    }

    /** A process that a signal ends has a status of 128 and the signal's number. */
    private static String ending(int status) {
        return switch (status) {
            case 128 + 6 -> "was aborted";
            case 128 + 9 -> "was killed";
            case 128 + 11 -> "reached for memory that is not its own";
            default -> "ended with status " + status;
        };
    }

    /** What the process said last; a virtual machine that dies says much in lines that begin with #. */
    private String lastWords() throws IOException {
        String text = new String(Files.readAllBytes(file(LOG)), StandardCharsets.UTF_8).strip();
        String last = text.lines().filter(line -> !line.startsWith("#")).reduce("", (before, line) -> line);
        return last.length() > MOST_WORDS ? last.substring(0, MOST_WORDS) : last;
    }

    /** Whether the child left this file: a file proper, and not more than so many bytes. */
    public boolean left(String name, long most) {
        Path file = file(name);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= most;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            home.toFile().deleteOnExit();
        }
    }
}
