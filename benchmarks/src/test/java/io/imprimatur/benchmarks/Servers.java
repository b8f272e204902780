package io.imprimatur.benchmarks;

import io.imprimatur.benchmarks.Program.Missing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The servers beside the governed one: the HTTP server with a constant, and what others begin with. */
final class Servers implements AutoCloseable {

    static final String GUNICORN = "gunicorn + Flask";
    static final String UVICORN = "uvicorn + FastAPI";

    /** What a server for real traffic is given; the governed one gets the same. */
    static final String JAVA_OPTION = "-XX:TieredStopAtLevel=4";

    private static final String PYTHON = "/usr/bin/python3"; // Debian's own, which sees Debian's packages
    private static final String PROCESSES = "2";
    private static final String READY = "/v2/health/ready";

    private final Path project;
    private final String path;
    private final int columns;
    private final List<Program> running = new ArrayList<>();

    Servers(Path project, String path, int columns) {
        this.project = project;
        this.path = path;
        this.columns = columns;
    }

    /** Payara Micro as the stack starts it, with one servlet in place of the archive. */
    Target constant() throws Missing {
        try {
            int port = Program.freePort();
            Path archive = Path.of("target", "constant");
            String name = ConstantServlet.class.getSimpleName() + ".class";
            Path classes = archive.resolve(
                    "WEB-INF/classes/" + ConstantServlet.class.getPackageName().replace('.', '/'));
            Files.createDirectories(classes);
            try (InputStream servlet = ConstantServlet.class.getResourceAsStream(name)) {
                Files.copy(servlet, classes.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx700m",
                    "-XX:+UseSerialGC",
                    JAVA_OPTION,
                    "-jar",
                    project.resolve("launcher/target/stack/payara-micro.jar").toString(),
                    "--rootdir",
                    Path.of("target", "constant-server").toAbsolutePath().toString(),
                    "--nocluster",
                    "--port",
                    Integer.toString(port),
                    "--prebootcommandfile",
                    project.resolve("config/payara/preboot.asadmin").toString(),
                    "--contextroot",
                    "/",
                    "--deploy",
                    archive.toString());
            return start(Goal.CONSTANT, command, port);
        } catch (IOException e) {
            throw new Missing("The constant could not be packed: " + e.getMessage());
        }
    }

    /** Two processes that keep connections alive: one for each core, as its documents advise. */
    Target gunicorn() throws Missing {
        requirePackages(GUNICORN, "flask", "gunicorn", "python3-flask, gunicorn");
        int port = port();
        return start(
                GUNICORN,
                List.of(
                        PYTHON,
                        "-m",
                        "gunicorn",
                        "--workers",
                        PROCESSES,
                        "--threads",
                        "16",
                        "--keep-alive",
                        "75",
                        "--log-level",
                        "warning",
                        "--bind",
                        "127.0.0.1:" + port,
                        "--chdir",
                        peers(),
                        "flask_peer:app"),
                port);
    }

    Target uvicorn() throws Missing {
        requirePackages(UVICORN, "fastapi", "uvicorn", "python3-fastapi, uvicorn");
        int port = port();
        return start(
                UVICORN,
                List.of(
                        PYTHON,
                        "-m",
                        "uvicorn",
                        "--workers",
                        PROCESSES,
                        "--no-access-log",
                        "--log-level",
                        "warning",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--app-dir",
                        peers(),
                        "fastapi_peer:app"),
                port);
    }

    private static void requirePackages(String name, String framework, String server, String packages) throws Missing {
        try {
            Process check = new ProcessBuilder(PYTHON, "-c", "import torch, " + framework + ", " + server)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (check.waitFor() != 0) {
                throw new Missing(
                        name + " needs the Debian packages python3-torch, " + packages + ", of which one is missing.");
            }
        } catch (IOException e) {
            throw new Missing(name + " needs " + PYTHON + ", which is missing.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Missing("The benchmark was interrupted.");
        }
    }

    private static int port() throws Missing {
        try {
            return Program.freePort();
        } catch (IOException e) {
            throw new Missing("There is no free port: " + e.getMessage());
        }
    }

    private String peers() {
        return project.resolve("benchmarks/peers").toString();
    }

    private Target start(String name, List<String> command, int port) throws Missing {
        Map<String, String> environment = Map.of(
                "BENCHMARK_ARTIFACT",
                project.resolve(Forward.ARTIFACT).toString(),
                "BENCHMARK_COLUMNS",
                Integer.toString(columns),
                "PYTHONDONTWRITEBYTECODE",
                "1");
        String log = name.replaceAll("[^a-zA-Z]+", "-");
        Program program = Program.start(log, command, environment, port, Workload.get(READY));
        running.add(program);
        return new Target(name, port, path, List.of(program.pid()), List.of());
    }

    @Override
    public void close() {
        running.forEach(Program::close);
    }
}
