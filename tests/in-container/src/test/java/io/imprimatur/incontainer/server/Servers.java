package io.imprimatur.incontainer.server;

import io.imprimatur.launcher.Layout;
import io.imprimatur.launcher.Ports;
import io.imprimatur.launcher.PostgresServer;
import io.imprimatur.launcher.Secrets;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.arquillian.container.spi.Container;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

/** A PostgreSQL of its own and the settings of the Payara Micro that Arquillian starts; Keycloak is out of reach. */
final class Servers {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Path home;
    private final Container payara;
    private final PostgresServer postgres;

    private Servers(Path home, Container payara, PostgresServer postgres) {
        this.home = home;
        this.payara = payara;
        this.postgres = postgres;
    }

    static Servers start(Container payara) throws IOException {
        Path home = fresh(Path.of("target/in-container").toAbsolutePath());
        Layout layout = Layout.apart(home);
        Secrets secrets = Secrets.in(home);
        Ports ports = Ports.free();
        PostgresServer postgres = new PostgresServer(layout, secrets, ports.postgres());
        // Also when the tests are cut off.
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop));
        postgres.start();
        Path settings = write(settings(home, secrets, ports, postgres), home.resolve("payara.properties"));
        payara.getContainerConfiguration()
                .overrideProperty("microJar", project(layout, "launcher/target/stack/payara-micro.jar"))
                .overrideProperty("cmdOptions", "-Xmx700m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
                .overrideProperty(
                        "extraMicroOptions",
                        words(
                                "--port",
                                Integer.toString(ports.http()),
                                "--contextroot",
                                "/",
                                "--logtofile",
                                home.resolve("logs/payara-%g.log").toString(),
                                "--rootdir",
                                home.resolve("payara").toString(),
                                "--prebootcommandfile",
                                project(layout, "config/payara/preboot.asadmin"),
                                "--systemproperties",
                                settings.toString(),
                                "--addlibs",
                                layout.djl().toString()));
        return new Servers(home, payara, postgres);
    }

    /** Arquillian takes a server without an archive for a good one. */
    void requireDeployed() throws IOException {
        Path log = home.resolve("logs/payara-0.log");
        if (!Files.readString(log, StandardCharsets.ISO_8859_1).contains("was successfully deployed")) {
            throw new IllegalStateException("The archive could not be deployed, see " + log);
        }
    }

    void stop() throws DeploymentException {
        List<ProcessHandle> started = ProcessHandle.current().children().toList();
        payara.getDeployableContainer().undeploy(ShrinkWrap.create(JavaArchive.class));
        started.forEach(Servers::awaitEnd);
        postgres.stop();
    }

    /** A file and no environment: what Arquillian starts has that of the tests. */
    private static Properties settings(Path home, Secrets secrets, Ports ports, PostgresServer postgres) {
        String keycloak = "http://127.0.0.1:" + ports.keycloak();
        Properties settings = new Properties();
        settings.setProperty("imprimatur.db.url", postgres.url("imprimatur"));
        settings.setProperty("imprimatur.db.user", "imprimatur_app");
        settings.setProperty("imprimatur.db.password", secrets.databaseApp());
        settings.setProperty("imprimatur.db.owner.user", "imprimatur_owner");
        settings.setProperty("imprimatur.db.owner.password", secrets.databaseOwner());
        // As where TLS ends before the server: visitors come by https, requests by http.
        settings.setProperty("imprimatur.base.url", "https://127.0.0.1:" + ports.http());
        settings.setProperty("imprimatur.keycloak.url", keycloak);
        settings.setProperty("imprimatur.oidc.issuer", keycloak + "/realms/imprimatur");
        settings.setProperty("imprimatur.oidc.client.secret", secrets.client("imprimatur-web"));
        settings.setProperty("imprimatur.directory.client.secret", secrets.client("imprimatur-directory"));
        settings.setProperty(
                "imprimatur.artifacts.directory", home.resolve("artifacts").toString());
        settings.setProperty("imprimatur.pseudonym.key", base64("a key for tests, of 32 bytes or more"));
        settings.setProperty("imprimatur.inputs.key", base64("a key for tests, of 32 bytes all"));
        settings.setProperty("imprimatur.inference.load-test.millis", "50");
        settings.setProperty("ai.djl.offline", "true");
        return settings;
    }

    /** One run's data and logs: they stay until the next run. */
    private static Path fresh(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> old = Files.walk(folder)) {
                old.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
        return Files.createDirectories(folder);
    }

    private static Path write(Properties settings, Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return file;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String project(Layout layout, String file) {
        return layout.project().resolve(file).toString();
    }

    /** Arquillian takes the line apart at each blank that no backslash stands before. */
    private static String words(String... words) {
        return List.of(words).stream().map(word -> word.replace(" ", "\\ ")).collect(Collectors.joining(" "));
    }

    private static void awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (Exception e) {
            throw new IllegalStateException("waiting for " + process.pid(), e);
        }
    }
}
