package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.DemoUsers;
import io.imprimatur.launcher.journey.Tasklist;
import io.imprimatur.launcher.journey.Tokens;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every role at every door: each operation of our API, and each of the engine's that can change something, is called by
 * a person of each role, by somebody with every role there is ({@link Administrator}), by the client that predicts
 * and by nobody; {@code doors.csv} says for each cell what comes of
 * it. An operation that has no row there fails, and so does a row without an operation.
 *
 * <p>The words of the table: {@code allowed} (2xx), {@code refused} (401, 403), {@code unknown} (404: the person may ask,
 * or may not even learn that the thing is there), {@code invalid} (another 4xx: past the door, but nonsense). A server
 * error is never right.
 *
 * <p>After a change of an operation run this test with {@code -Dimprimatur.doors.write=true}: it writes the table anew
 * into src/test/resources, and the difference is there to be read and committed. What each answer said in full lies in
 * target/doors-answers.csv.
 */
@ExtendWith(House.Open.class)
class DoorsIT {

    private static final String NOBODY = "nobody";
    private static final String ENGINE = "/camunda/api/engine";
    private static final String WRITE = "imprimatur.doors.write";
    private static final Path TABLE = Path.of("src", "test", "resources", "doors.csv");
    private static final int LONGEST_QUOTE = 160;

    private final Map<String, Tasklist> sessions = new LinkedHashMap<>();
    private final List<String> answers = new ArrayList<>();

    @Test
    void what_comes_of_every_operation_for_every_role_is_written_down_and_true() throws Exception {
        try (Administrator administrator = Administrator.hire()) {
            comparesWithWhatIsWritten(operations());
        }
    }

    private void comparesWithWhatIsWritten(Map<String, String> operations) throws IOException, SQLException {
        DoorsCase things = DoorsCase.open(this::session, people().subList(0, people().size() - 2));
        List<String> before = things.state();

        Map<String, String> table = new TreeMap<>();
        operations.forEach((operation, type) -> {
            List<String> cells = new ArrayList<>();
            for (String person : people()) {
                cells.add(outcome(operation, type, person, things));
            }
            table.put(operation, String.join(",", cells));
        });

        Files.write(Path.of("target", "doors-answers.csv"), answers);
        assertThat(table.values()).as("server errors").noneMatch(cells -> cells.contains("failed"));
        assertThat(things.state()).as("nothing of the case has changed").containsExactlyElementsOf(before);
        if (Boolean.getBoolean(WRITE)) {
            write(table);
        }
        assertThat(differences(table, written()))
                .as("doors.csv differs from what is (see the comment of this test)")
                .isEmpty();
        System.out.println(
                "doors: " + operations.size() + " operations, " + operations.size() * people().size() + " cells");
    }

    private static List<String> people() {
        List<String> people = new ArrayList<>(DemoUsers.ALL);
        people.add(Administrator.NAME);
        people.add(Tokens.PREDICTION_CLIENT);
        people.add(NOBODY);
        return people;
    }

    private static Map<String, String> operations() throws IOException {
        Path war = house().stack.layout().archive();
        Map<String, String> found = new TreeMap<>();
        try (Operations archive = Operations.of(war, Files.createTempDirectory(Path.of("target"), "doors"))) {
            found.putAll(archive.ofModules("/api"));
            Map<String, String> engine =
                    archive.ofApplication("org.camunda.bpm.webapp.impl.engine.EngineRestApplication", ENGINE);
            for (String application : List.of("cockpit", "admin", "tasklist", "welcome")) {
                engine.putAll(archive.ofWebApplication(application, "/camunda/api/" + application));
            }
            engine.keySet().removeIf(operation -> !canChange(operation));
            found.putAll(engine);
        }
        // A servlet, not a resource: the one way to a prediction.
        found.put("POST /v2/models/{model}/infer", "application/json");
        found.put("POST /v2/models/{model}/versions/{version}/infer", "application/json");
        return found;
    }

    /** What only reads is not asked, but for our own API; queries by POST are asked, for nobody knows them apart. */
    private static boolean canChange(String operation) {
        return operation.matches("(POST|PUT|DELETE|PATCH) .*")
                // Ends the caller's own session, and with it the rest of the row.
                && !operation.endsWith("/logout");
    }

    private String outcome(String operation, String type, String person, DoorsCase things) {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = things.filled(operation.substring(operation.indexOf(' ') + 1));
        Answer answer = send(method, path, type, person, DoorsBodies.of(path, type, person, things));
        String said = answer.body().replaceAll("\\s+", " ");
        answers.add(operation + "," + person + "," + answer.status() + ","
                + said.substring(0, Math.min(LONGEST_QUOTE, said.length())));
        return word(answer.status());
    }

    private static String word(int status) {
        return switch (status) {
            case 200, 201, 202, 204 -> "allowed";
            case 401, 403 -> "refused";
            case 404 -> "unknown";
            case 400, 405, 409, 412, 413, 415, 422, 428 -> "invalid";
            default -> "failed with " + status;
        };
    }

    private Answer send(String method, String path, String type, String person, String body) {
        boolean bare = method.matches("GET|DELETE");
        boolean byToken = person.equals(NOBODY) || person.equals(Tokens.PREDICTION_CLIENT);
        if (path.startsWith("/camunda") && !byToken) {
            return bare
                    ? session(person).send(method, path, null)
                    : session(person).send(method, path, DoorsBodies.header(type), body);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(house().base.resolve(path));
        if (!person.equals(NOBODY)) {
            request.header("Authorization", "Bearer " + house().tokens.of(person));
        }
        if (bare) {
            return house().http.send(request.method(method, BodyPublishers.noBody()));
        }
        return house().http
                .send(request.header("Content-Type", DoorsBodies.header(type))
                        .method(method, BodyPublishers.ofString(body)));
    }

    private Tasklist session(String person) {
        return sessions.computeIfAbsent(person, name -> Tasklist.session(house().http, house().base, name));
    }

    private static List<String> differences(Map<String, String> found, Map<String, String> written) {
        List<String> differences = new ArrayList<>();
        found.forEach((operation, cells) -> {
            if (!cells.equals(written.get(operation))) {
                differences.add(operation + ": is " + cells + ", written " + written.get(operation));
            }
        });
        written.forEach((operation, cells) -> {
            if (!found.containsKey(operation)) {
                differences.add(operation + ": written, and no such operation");
            }
        });
        return differences;
    }

    private static void write(Map<String, String> table) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("operation," + String.join(",", people()));
        table.forEach((operation, cells) -> lines.add(operation + "," + cells));
        Files.write(TABLE, lines);
    }

    private static Map<String, String> written() throws IOException {
        Map<String, String> table = new TreeMap<>();
        if (Files.exists(TABLE)) {
            List<String> lines = Files.readAllLines(TABLE, StandardCharsets.UTF_8);
            assertThat(lines.get(0)).isEqualTo("operation," + String.join(",", people()));
            for (String line : lines.subList(1, lines.size())) {
                int comma = line.indexOf(',');
                table.put(line.substring(0, comma), line.substring(comma + 1));
            }
        }
        return table;
    }
}
