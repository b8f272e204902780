package io.imprimatur.ear;

import io.imprimatur.launcher.Layout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A domain of its own on the unpacked Payara Server, on free ports, with DJL in its library directory. */
final class PayaraServer implements AutoCloseable {

    private static final String DOMAIN = "imprimatur";
    private static final int PORTS_OF_A_DOMAIN = 100;
    private static final long MOST_MINUTES = 5;

    private final Path installation;
    private final Layout layout;
    private final Path log;
    private final int base;

    PayaraServer(Path installation, Layout layout) throws IOException {
        this.installation = installation;
        this.layout = layout;
        this.log = layout.home().resolve("asadmin.log");
        this.base = freeBase();
    }

    String address() {
        return "http://localhost:" + (base + 80);
    }

    /** Makes the domain, starts it with these settings, and deploys the archive at the root. */
    void start(Map<String, String> settings, Path archive) throws IOException, InterruptedException {
        asadmin(Map.of(), "create-domain", "--nopassword", "--portbase", Integer.toString(base), DOMAIN);
        Path domain = installation.resolve("glassfish/domains").resolve(DOMAIN);
        copyDjl(domain.resolve("lib"));
        Path configuration = domain.resolve("config/domain.xml");
        Files.writeString(configuration, Files.readString(configuration).replace("-Xmx512m", "-Xmx900m"));
        asadmin(
                settings,
                "start-domain",
                "--prebootcommandfile",
                layout.project().resolve("config/payara/preboot.asadmin").toString(),
                DOMAIN);
        asadmin(Map.of(), "--port", Integer.toString(base + 48), "deploy", "--name", "imprimatur", archive.toString());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        asadmin(Map.of(), "stop-domain", "--kill=true", DOMAIN);
        asadmin(Map.of(), "delete-domain", DOMAIN);
    }

    Path serverLog() {
        return installation.resolve("glassfish/domains").resolve(DOMAIN).resolve("logs/server.log");
    }

    private void copyDjl(Path library) throws IOException {
        try (Stream<Path> jars = Files.list(layout.djl())) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, library.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void asadmin(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("sh", installation.resolve("bin/asadmin").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("AS_JAVA", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("asadmin " + arguments[0] + " took too long");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("asadmin " + String.join(" ", arguments) + " failed:\n"
                    + Files.readString(log, StandardCharsets.UTF_8));
        }
    }

    /** A base whose first hundred ports are nobody's now, as far as the ones that matter tell. */
    private static int freeBase() throws IOException {
        for (int candidate = 20_000; candidate < 30_000; candidate += PORTS_OF_A_DOMAIN) {
            if (free(candidate + 48) && free(candidate + 80) && free(candidate + 81) && free(candidate + 76)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no hundred free ports");
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
