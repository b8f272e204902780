package io.imprimatur.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things lie.
 *
 * @param project the checkout, that holds the script {@code imprimatur}
 * @param home the data of one stack: database, artifacts, secrets, logs
 * @param programs the unpacked servers, which several stacks may share
 */
public record Layout(Path project, Path home, Path programs) {

    /** The stack of this checkout, or the one that {@code IMPRIMATUR_HOME} names. */
    public static Layout usual() {
        Path project = findProject();
        String chosen = System.getenv().getOrDefault("IMPRIMATUR_HOME", "").strip();
        Path home = chosen.isEmpty()
                ? project.resolve(".imprimatur")
                : Path.of(chosen).toAbsolutePath().normalize();
        return new Layout(project, home, home.resolve("programs"));
    }

    /** A stack apart, with data of its own, on the servers that this checkout has unpacked already. */
    public static Layout apart(Path home) {
        Path project = findProject();
        return new Layout(
                project,
                home.toAbsolutePath().normalize(),
                project.resolve(".imprimatur").resolve("programs"));
    }

    /** The checkout: as the system property says, or the folder above this one that holds the script. */
    static Path findProject() {
        String said = System.getProperty("imprimatur.project.directory", "");
        Path folder = Path.of(said).toAbsolutePath().normalize();
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("imprimatur")) && Files.isDirectory(at.resolve("launcher"))) {
                return at;
            }
        }
        throw new LaunchFailed("No folder above " + folder + " holds the script 'imprimatur'.");
    }

    public Path archive() {
        return built(project.resolve("app/target/ROOT.war"));
    }

    Path payara() {
        return built(project.resolve("launcher/target/stack/payara-micro.jar"));
    }

    /** The DJL jars that go onto the server's library path. */
    public Path djl() {
        return built(project.resolve("launcher/target/djl"));
    }

    Path keycloakZip() {
        Path stack = built(project.resolve("launcher/target/stack"));
        try (Stream<Path> files = Files.list(stack)) {
            List<Path> zips = files.filter(file -> file.getFileName().toString().startsWith("keycloak-"))
                    .sorted()
                    .toList();
            if (zips.isEmpty()) {
                throw notBuilt(stack.resolve("keycloak-….zip"));
            }
            return zips.get(zips.size() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path config(String file) {
        return project.resolve("config").resolve(file);
    }

    Path log(String name) {
        return home.resolve("logs").resolve(name + ".log");
    }

    Path djlCache() {
        return programs.resolve("djl");
    }

    private static Path built(Path path) {
        if (!Files.exists(path)) {
            throw notBuilt(path);
        }
        return path;
    }

    private static LaunchFailed notBuilt(Path path) {
        return new LaunchFailed(path + " is missing: build the project with 'mvn -DskipTests package' first.");
    }

    /** The freeze windows of the stack; without an event until somebody writes one. */
    public Path freezeCalendar() {
        return home.resolve("freeze-windows.ics");
    }
}
