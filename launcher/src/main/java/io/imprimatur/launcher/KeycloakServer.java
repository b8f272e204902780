package io.imprimatur.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Keycloak from its own distribution, on the stack's PostgreSQL, with the realm that the project describes. */
public final class KeycloakServer implements Server {

    /** The name of the realm. */
    public static final String REALM = "imprimatur";

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    private final Layout layout;
    private final Secrets secrets;
    private final Ports ports;
    private final boolean demo;
    private final ServerProcess process;

    public KeycloakServer(Layout layout, Secrets secrets, Ports ports, boolean demo) {
        this.layout = layout;
        this.secrets = secrets;
        this.ports = ports;
        this.demo = demo;
        this.process = new ServerProcess(name(), layout);
    }

    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public String address() {
        return "http://localhost:" + ports.keycloak();
    }

    /** Unpacks the server and builds it for PostgreSQL; the first time takes half a minute of processor time. */
    Path prepare() {
        Path zip = layout.keycloakZip();
        String version = zip.getFileName().toString().replace(".zip", "");
        try {
            Path folder = Programs.once(layout.programs().resolve(version), draft -> Programs.unzip(zip, draft));
            Programs.once(layout.programs().resolve(version + "-built"), mark -> {
                build(folder);
                Files.createDirectories(mark);
            });
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        Path folder = prepare();
        try {
            process.start(
                    List.of(folder.resolve("bin/kc.sh").toString(), "start", "--optimized"), environment(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Health.await(this, PATIENCE);
        RealmImport realm = new RealmImport(URI.create(address()), secrets);
        realm.apply(RealmDocument.read(
                layout.config("keycloak"), demo, "http://localhost:" + ports.http(), secrets.clients()));
    }

    @Override
    public void stop() {
        process.stop(STOP_PATIENCE);
    }

    @Override
    public Optional<ProcessHandle> handle() {
        return process.handle();
    }

    @Override
    public boolean isHealthy() {
        return Health.isUp(URI.create("http://localhost:" + ports.keycloakManagement() + "/health/ready"));
    }

    @Override
    public Path log() {
        return layout.log(name());
    }

    private void build(Path folder) throws IOException {
        Path output = layout.log("keycloak-build");
        Files.createDirectories(output.getParent());
        ProcessBuilder builder = new ProcessBuilder(folder.resolve("bin/kc.sh").toString(), "build");
        builder.environment().putAll(buildOptions());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        Process build = builder.start();
        try {
            if (!build.waitFor(5, TimeUnit.MINUTES)) {
                build.destroyForcibly();
            }
        } catch (InterruptedException e) {
            build.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (build.isAlive() || build.exitValue() != 0) {
            throw new LaunchFailed("Keycloak could not be built for PostgreSQL, see " + output + ".");
        }
    }

    private static Map<String, String> buildOptions() {
        return Map.of(
                "KC_DB", "postgres",
                "KC_CACHE", "local",
                "KC_HEALTH_ENABLED", "true");
    }

    private Map<String, String> environment() {
        // Said again: a node that takes its cache for a distributed one opens ports to find others.
        Map<String, String> environment = new HashMap<>(buildOptions());
        environment.put("KC_DB_URL", "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/keycloak");
        environment.put("KC_DB_USERNAME", "keycloak");
        environment.put("KC_DB_PASSWORD", secrets.databaseKeycloak());
        environment.put("KC_DB_POOL_INITIAL_SIZE", "1");
        environment.put("KC_DB_POOL_MIN_SIZE", "1");
        environment.put("KC_DB_POOL_MAX_SIZE", "10");
        environment.put("KC_HTTP_ENABLED", "true");
        environment.put("KC_HTTP_HOST", "127.0.0.1");
        environment.put("KC_HTTP_PORT", Integer.toString(ports.keycloak()));
        environment.put("KC_HTTP_MANAGEMENT_PORT", Integer.toString(ports.keycloakManagement()));
        environment.put("KC_HOSTNAME", address());
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", secrets.keycloakAdmin());
        // A failed login is told with the user's name. The realm keeps its events in the database, not in the log.
        environment.put("KC_LOG_LEVEL", "info,org.keycloak.events:off");
        environment.put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx256m");
        environment.put(
                "JAVA_OPTS_APPEND",
                "-XX:-UseG1GC -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=64m -Xss512k"
                        + " -XX:MaxMetaspaceSize=192m");
        return environment;
    }
}
