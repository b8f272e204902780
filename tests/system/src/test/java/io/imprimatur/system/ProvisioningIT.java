package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.DemoUsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The realm is kept as the file says, by a program that may run again and again. */
@ExtendWith(House.Open.class)
class ProvisioningIT {

    @Test
    void what_somebody_changed_is_brought_back_and_then_nothing_is_left_to_change() throws Exception {
        run("apply");
        People people = new People();
        ObjectNode client = web(people);
        String mended = client.toString();
        client.put("standardFlowEnabled", false);
        people.send("PUT", "/clients/" + client.path("id").asText(), client).expect(204);

        assertThat(run("apply")).contains("imprimatur-web").doesNotContain("Nothing to change.");

        assertThat(web(people).path("standardFlowEnabled").asBoolean()).isTrue();
        assertThat(mended).contains("imprimatur-web");
        assertThat(run("apply")).contains("Nothing to change.");
    }

    @Test
    void the_access_review_says_who_holds_which_role() throws Exception {
        String review = run("access-review");

        for (String user : DemoUsers.ALL) {
            assertThat(review.lines().filter(line -> line.startsWith(user + " ")))
                    .singleElement()
                    .asString()
                    .endsWith(user);
        }
    }

    @Test
    void without_the_right_password_it_says_so_and_changes_nothing() throws Exception {
        assertThat(run("apply", "wrong", 1)).contains("did not do it").doesNotContain("\tat ");
    }

    private static ObjectNode web(People people) {
        for (JsonNode client : people.read("/clients?clientId=imprimatur-web")) {
            return (ObjectNode) client;
        }
        throw new AssertionError("The realm has no client imprimatur-web");
    }

    private static String run(String command) throws IOException, InterruptedException {
        return run(command, house().stack.secrets().keycloakAdmin(), 0);
    }

    private static String run(String command, String password, int status) throws IOException, InterruptedException {
        Path project = house().stack.layout().project();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                project.resolve("provisioning/target/provisioning.jar").toString(),
                command);
        builder.directory(project.toFile()).redirectErrorStream(true);
        builder.environment()
                .put("IMPRIMATUR_KEYCLOAK_URL", house().stack.keycloak().address());
        builder.environment().put("IMPRIMATUR_BASE_URL", house().base.toString());
        builder.environment().put("IMPRIMATUR_PROVISIONING_PASSWORD", password);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(status);
        return said;
    }
}
