package io.imprimatur.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL from the binaries on the class path. Its data directory lasts; {@code pg_ctl} starts and stops it, so it
 * outlives the command. PostgreSQL refuses to run as root: then it runs in a user namespace, where it is nobody.
 */
public final class PostgresServer implements Server {

    private static final String BINARIES = "/postgres-linux-x86_64.txz";
    private static final String VERSION = "17.11.0";
    private static final String DUPLICATE_DATABASE = "42P04";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CRASH_PATIENCE = Duration.ofSeconds(15);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

    private final Layout layout;
    private final Secrets secrets;
    private final int port;

    public PostgresServer(Layout layout, Secrets secrets, int port) {
        this.layout = layout;
        this.secrets = secrets;
        this.port = port;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The address of one of its databases, for JDBC. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public void start() {
        try {
            Path data = initialised();
            Files.copy(
                    layout.config("postgresql/postgresql.conf"),
                    data.resolve("postgresql.conf"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.createDirectories(log().getParent());
            if (!startedWithin(CRASH_PATIENCE, data)) {
                throw new LaunchFailed(
                        "PostgreSQL did not start, it says: " + ServerProcess.lastWords(log()) + " (" + log() + ")");
            }
            furnish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * After a crash the last processes of the old server, dead or dying, hold its data for some moments yet, and
     * PostgreSQL refuses to start beside them: then, and only then, it is tried again.
     */
    private boolean startedWithin(Duration patience, Path data) throws IOException {
        boolean crashed = Files.exists(lock());
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            // A log of this run, so that its last words are not those of an earlier one.
            Files.deleteIfExists(log());
            int exit = run(List.of(
                    "bin/pg_ctl",
                    "start",
                    "-w",
                    "-t",
                    Long.toString(PATIENCE.toSeconds()),
                    "-D",
                    data.toString(),
                    "-l",
                    log().toString(),
                    "-o",
                    "-p " + port));
            if (exit == 0) {
                return true;
            }
        } while (crashed && Files.exists(lock()) && System.nanoTime() < deadline);
        return false;
    }

    @Override
    public void stop() {
        Optional<ProcessHandle> server = handle();
        if (server.isEmpty()) {
            return;
        }
        try {
            // Fast: open transactions roll back. Immediate: as after a crash, the next start recovers.
            for (String mode : List.of("fast", "immediate")) {
                int exit = run(List.of(
                        "bin/pg_ctl",
                        "stop",
                        "-w",
                        "-t",
                        Long.toString(STOP_PATIENCE.toSeconds()),
                        "-m",
                        mode,
                        "-D",
                        data().toString()));
                if (exit == 0) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.filter(ProcessHandle::isAlive).ifPresent(handle -> ServerProcess.end(handle, Duration.ofSeconds(5)));
    }

    @Override
    public Optional<ProcessHandle> handle() {
        try {
            List<String> lines = Files.readAllLines(lock());
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(handle -> handle.info().command().orElse("").endsWith("postgres"));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isHealthy() {
        try (Connection connection = connect("postgres")) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public Path log() {
        return layout.log(name());
    }

    private Path lock() {
        return data().resolve("postmaster.pid");
    }

    private Path data() {
        return layout.home().resolve("postgres");
    }

    private Path initialised() throws IOException {
        Path programs = programs();
        if (Files.notExists(programs.resolve("bin/pg_ctl"))) {
            throw new LaunchFailed(programs + " is not whole: delete it, and it is unpacked again.");
        }
        return Programs.once(data(), draft -> {
            Path password = Files.createTempFile(
                    "imprimatur",
                    ".pw",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(password, secrets.postgres() + "\n");
                int exit = run(List.of(
                        "bin/initdb",
                        "-D",
                        draft.toString(),
                        "-U",
                        "postgres",
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"));
                if (exit != 0) {
                    throw new LaunchFailed("The database could not be created in " + draft + ", see "
                            + layout.log("postgresql-tools") + ".");
                }
            } finally {
                Files.delete(password);
            }
        });
    }

    private Path programs() throws IOException {
        Path folder = layout.programs().resolve("postgresql-" + VERSION);
        return Programs.once(folder, draft -> {
            requireKnownMachine();
            try (InputStream binaries = PostgresServer.class.getResourceAsStream(BINARIES)) {
                if (binaries == null) {
                    throw new LaunchFailed("The PostgreSQL binaries are not on the class path (" + BINARIES + ").");
                }
                Programs.untarXz(binaries, draft);
            }
        });
    }

    private static void requireKnownMachine() {
        String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!machine.equals("Linux amd64")) {
            throw new LaunchFailed("The stack runs on Linux x86_64; this machine is " + machine
                    + ", for which the build brings no PostgreSQL and no PyTorch.");
        }
    }

    private int run(List<String> command) throws IOException {
        List<String> words = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("unshare", "-U"));
        }
        Path programs = programs();
        words.add(programs.resolve(command.get(0)).toString());
        words.addAll(command.subList(1, command.size()));
        Path output = layout.log("postgresql-tools");
        Files.createDirectories(output.getParent());
        ProcessBuilder builder = new ProcessBuilder(words).directory(programs.toFile());
        builder.environment().put("LD_LIBRARY_PATH", programs.resolve("lib").toString());
        builder.environment().put("LC_ALL", "C");
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        Process process = builder.start();
        try {
            if (process.waitFor(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Roles, databases and their passwords: each start makes them as they should be. */
    private void furnish() throws IOException {
        Map<String, String> passwords = Map.of(
                "imprimatur_owner", secrets.databaseOwner(),
                "imprimatur_app", secrets.databaseApp(),
                "keycloak", secrets.databaseKeycloak());
        String script = Files.readString(layout.config("postgresql/bootstrap.sql"), StandardCharsets.UTF_8);
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String one : script.split("\n\\s*\n")) {
                execute(statement, one);
            }
            for (Map.Entry<String, String> entry : passwords.entrySet()) {
                // Drawn from letters, digits, '-' and '_': nothing in it can end the literal.
                statement.execute("alter role " + entry.getKey() + " password '" + entry.getValue() + "'");
            }
        } catch (SQLException e) {
            throw new LaunchFailed(
                    "The database in " + data() + " could not be prepared (" + e.getMessage()
                            + "); if secrets.properties was lost, it belongs to the old one and must go with it.",
                    e);
        }
    }

    private static void execute(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            if (!DUPLICATE_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** A connection of the superuser, for the launcher and for tests that look behind the application's back. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", secrets.postgres());
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("ApplicationName", "launcher");
        return DriverManager.getConnection(url(database), properties);
    }
}
