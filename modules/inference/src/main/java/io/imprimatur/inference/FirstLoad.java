package io.imprimatur.inference;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.internal.ChildClassPath;
import io.imprimatur.inference.internal.Confinement;
import io.imprimatur.inference.internal.FirstLoadProcess;
import io.imprimatur.inference.internal.TensorDocuments;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.registry.Signature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Loads an artifact for the first time in a child process with its own memory and time: TorchScript archives are
 * programs, and one that aborts, hangs or eats memory must not take the server with it.
 */
@ApplicationScoped
public class FirstLoad {

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
    private static final int MOST_WORDS = 2_000;
    private static final String LOG = "log";

    private final long timeoutMillis;
    private final long memoryBytes;

    @Inject
    public FirstLoad(
            @ConfigProperty(name = "imprimatur.inference.first-load.timeout.millis", defaultValue = "60000")
                    long timeoutMillis,
            @ConfigProperty(name = "imprimatur.inference.first-load.memory.megabytes", defaultValue = "4096")
                    long memoryMegabytes) {
        this.timeoutMillis = timeoutMillis;
        this.memoryBytes = memoryMegabytes << 20;
    }

    /** For the container's proxy only. */
    protected FirstLoad() {
        this(0, 0);
    }

    /** Loads the artifact apart and runs the sample through it. */
    public FirstLoadReport run(Path artifact, Signature signature, List<Tensor> sample) {
        long start = System.nanoTime();
        Path home = null;
        try {
            home = Files.createTempDirectory("imprimatur-first-load-");
            Path request = home.resolve("request.json");
            Files.writeString(request, request(artifact, signature, sample).toString());
            Path log = home.resolve(LOG);
            Process child = start(request, home, log);
            boolean ended = child.waitFor(timeoutMillis, TimeUnit.MILLISECONDS);
            if (!ended) {
                child.descendants().forEach(ProcessHandle::destroyForcibly);
                child.destroyForcibly().waitFor();
            }
            return report(ended, child.exitValue(), home, (System.nanoTime() - start) / 1_000_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return report(List.of("The first load was interrupted."), 0, null);
        } finally {
            discard(home);
        }
    }

    private Process start(Path request, Path home, Path log) throws IOException {
        // The engine's natives are unpacked by this process: the child may not write where they lie.
        Engine.getEngine("PyTorch");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.add("-Djava.io.tmpdir=" + home);
        command.add("-Dai.djl.offline=true");
        command.add("-Dai.djl.pytorch.num_threads=1");
        command.addAll(List.of("-cp", ChildClassPath.of(), FirstLoadProcess.class.getName(), request.toString()));
        ProcessBuilder builder = new ProcessBuilder(Confinement.here().around(home, memoryBytes, command));
        builder.directory(home.toFile());
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        // The child needs to know where DJL's natives lie, and nothing else: no secret of the server's environment.
        builder.environment()
                .keySet()
                .removeIf(name -> !name.equals("DJL_CACHE_DIR")
                        && !name.equals("PATH")
                        && !name.equals("HOME")
                        && !name.equals("TMPDIR"));
        return builder.start();
    }

    private static ObjectNode request(Path artifact, Signature signature, List<Tensor> sample) {
        ObjectNode request = CanonicalJson.object();
        request.put("artifact", artifact.toAbsolutePath().toString());
        request.set("signature", CanonicalJson.document(signature));
        request.set("sample", TensorDocuments.write(sample));
        return request;
    }

    private FirstLoadReport report(boolean ended, int exit, Path home, long millis) throws IOException {
        if (!ended) {
            return report(
                    List.of("It had not loaded and answered after " + timeoutMillis + " ms, and was killed."),
                    millis,
                    null);
        }
        if (exit == 0) {
            return report(List.of(), millis, device(home.resolve(FirstLoadProcess.DEVICE)));
        }
        String words = lastWords(home.resolve(LOG));
        return report(
                List.of(
                        exit == FirstLoadProcess.REFUSED
                                ? words
                                : "The process that loaded it " + ending(exit) + ". " + words),
                millis,
                null);
    }

    private FirstLoadReport report(List<String> reasons, long millis, @Nullable Device device) {
        return new FirstLoadReport(
                reasons.isEmpty(), reasons, millis, Confinement.here().walls(memoryBytes), device);
    }

    /** What the child says of itself; it ran a stranger's program, so it is not taken at its word for more than that. */
    private static @Nullable Device device(Path told) throws IOException {
        if (!Files.isRegularFile(told) || Files.size(told) > MOST_WORDS) {
            return null;
        }
        try {
            return CanonicalJson.mapper().readValue(told.toFile(), Device.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** A process that a signal ends has a status of 128 and the signal's number. */
    private static String ending(int exit) {
        return switch (exit) {
            case 128 + 6 -> "was aborted";
            case 128 + 9 -> "was killed";
            case 128 + 11 -> "reached for memory that is not its own";
            default -> "ended with status " + exit;
        };
    }

    /** What the process said last; a virtual machine that dies says much in lines that begin with #. */
    private static String lastWords(Path log) throws IOException {
        String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
        String last = text.lines().filter(line -> !line.startsWith("#")).reduce("", (before, line) -> line);
        return last.length() > MOST_WORDS ? last.substring(0, MOST_WORDS) : last;
    }

    private static void discard(@Nullable Path home) {
        if (home == null) {
            return;
        }
        try (var files = Files.list(home)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(home);
        } catch (IOException e) {
            home.toFile().deleteOnExit();
        }
    }
}
