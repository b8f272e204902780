package io.imprimatur.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Payara Micro with the one archive at the root of its address, and DJL on the server's own library path. */
public final class PayaraMicro implements Server {

    private static final String NOTHING_FROZEN =
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//imprimatur//freeze windows//EN\r\nEND:VCALENDAR\r\n";

    /** The setting that takes the place of the compiler's. */
    public static final String JAVA_OPTION = "IMPRIMATUR_JAVA_OPTION";

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);

    private final Layout layout;
    private final Secrets secrets;
    private final Ports ports;
    private final boolean demo;
    private final Map<String, String> settings;
    private final ServerProcess process;

    PayaraMicro(Layout layout, Secrets secrets, Ports ports, boolean demo, Map<String, String> settings) {
        this.layout = layout;
        this.secrets = secrets;
        this.ports = ports;
        this.demo = demo;
        this.settings = settings;
        this.process = new ServerProcess(name(), layout);
    }

    @Override
    public String name() {
        return "payara";
    }

    @Override
    public String address() {
        return "http://localhost:" + ports.http();
    }

    @Override
    public void start() {
        Path root = layout.home().resolve("payara");
        try {
            // A deployed copy of an earlier archive would start beside the new one: two engines on one database.
            Programs.delete(root);
            Files.createDirectories(root);
            Files.createDirectories(layout.home().resolve("artifacts"));
            Files.createDirectories(layout.djlCache());
            if (Files.notExists(layout.freezeCalendar())) {
                Files.writeString(layout.freezeCalendar(), NOTHING_FROZEN);
            }
            process.start(command(root), environment(), layout.home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Health.await(this, PATIENCE);
    }

    @Override
    public void stop() {
        process.stop(STOP_PATIENCE);
    }

    @Override
    public Optional<ProcessHandle> handle() {
        return process.handle();
    }

    /** Ready when the archive says so; the server's own health is up even when it has deployed nothing. */
    @Override
    public boolean isHealthy() {
        int status = Health.status(URI.create(address() + "/v2/health/ready"));
        if (status == 404 && saysItIsReady()) {
            throw new LaunchFailed("The archive could not be deployed, Payara says: " + ServerProcess.lastWords(log())
                    + " (" + log() + ")");
        }
        return status == 200 && Health.isUp(URI.create(address() + "/health/ready"));
    }

    @Override
    public Path log() {
        return layout.log(name());
    }

    private boolean saysItIsReady() {
        try {
            return Files.readString(log(), StandardCharsets.ISO_8859_1).contains(" ready in ");
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> command(Path root) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "-XX:+UseSerialGC",
                javaOption(),
                // Native code that breaks the process is named here, and taken out by the next one.
                "-XX:ErrorFile=" + crashReports().resolve("hs_err_%p.log"),
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-jar",
                layout.payara().toString(),
                "--rootdir",
                root.toString(),
                "--nocluster",
                "--port",
                Integer.toString(ports.http()),
                "--prebootcommandfile",
                layout.config("payara/preboot.asadmin").toString(),
                "--addlibs",
                layout.djl().toString(),
                "--contextroot",
                "/",
                "--deploy",
                layout.archive().toString());
    }

    private Path crashReports() {
        return layout.home().resolve("logs");
    }

    /** C1 alone starts sooner and takes less memory; a server for real traffic wants C2 as well. */
    private String javaOption() {
        return settings.getOrDefault(JAVA_OPTION, "-XX:TieredStopAtLevel=1");
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("IMPRIMATUR_DB_URL", "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/imprimatur");
        environment.put("IMPRIMATUR_DB_USER", "imprimatur_app");
        environment.put("IMPRIMATUR_DB_PASSWORD", secrets.databaseApp());
        environment.put("IMPRIMATUR_DB_OWNER_USER", "imprimatur_owner");
        environment.put("IMPRIMATUR_DB_OWNER_PASSWORD", secrets.databaseOwner());
        environment.put("IMPRIMATUR_BASE_URL", address());
        environment.put("IMPRIMATUR_KEYCLOAK_URL", "http://localhost:" + ports.keycloak());
        environment.put(
                "IMPRIMATUR_OIDC_ISSUER", "http://localhost:" + ports.keycloak() + "/realms/" + KeycloakServer.REALM);
        environment.put("IMPRIMATUR_OIDC_CLIENT_ID", "imprimatur-web");
        environment.put("IMPRIMATUR_OIDC_CLIENT_SECRET", secrets.client("imprimatur-web"));
        environment.put("IMPRIMATUR_DIRECTORY_CLIENT_ID", "imprimatur-directory");
        environment.put("IMPRIMATUR_DIRECTORY_CLIENT_SECRET", secrets.client("imprimatur-directory"));
        environment.put(
                "IMPRIMATUR_ARTIFACTS_DIRECTORY",
                layout.home().resolve("artifacts").toString());
        environment.put(
                "IMPRIMATUR_ROLLOUT_FREEZE_CALENDAR", layout.freezeCalendar().toString());
        environment.put("IMPRIMATUR_INFERENCE_CRASH_REPORTS", crashReports().toString());
        environment.put("IMPRIMATUR_PSEUDONYM_KEY", secrets.pseudonymKey());
        environment.put("IMPRIMATUR_INPUTS_KEY", secrets.inputsKey());
        environment.put("IMPRIMATUR_WEBHOOK_KEY", secrets.webhookKey());
        environment.put("IMPRIMATUR_DEMO", Boolean.toString(demo));
        if (demo) {
            // A day that a risk class demands passes in less than a second.
            environment.put("IMPRIMATUR_RISK_TIME_SCALE", "0.00001");
        }
        environment.put("DJL_CACHE_DIR", layout.djlCache().toString());
        return environment;
    }
}
