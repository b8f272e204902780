package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.launcher.journey.Answer;
import io.imprimatur.launcher.journey.CreditRisk;
import io.imprimatur.launcher.journey.DemoUsers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is refused at the door leaves nothing behind it. */
@ExtendWith(House.Open.class)
class UploadIT {

    @Test
    void the_same_bytes_are_one_artifact() throws IOException {
        byte[] artifact = house().example.artifact(1);
        upload(CreditRisk.digest(artifact), artifact).expect(200, 201);
        List<String> before = held();

        assertThat(upload(CreditRisk.digest(artifact), artifact).status()).isEqualTo(200);

        assertThat(held()).isEqualTo(before);
    }

    @Test
    void bytes_that_are_not_what_their_name_says_are_refused() throws IOException {
        List<String> before = held();

        Answer refused = upload("0".repeat(64), house().example.artifact(1));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("code").asText()).isEqualTo("ARTIFACT_DIGEST_MISMATCH");
        assertThat(held()).isEqualTo(before);
    }

    @Test
    void too_many_bytes_are_refused() throws IOException {
        byte[] large = new byte[100_000_001];
        List<String> before = held();

        Answer refused = upload(CreditRisk.digest(large), large);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().path("code").asText()).isEqualTo("ARTIFACT_TOO_LARGE");
        assertThat(held()).isEqualTo(before);
    }

    @Test
    void what_is_no_model_becomes_no_version() {
        byte[] words = "This is no TorchScript archive.".getBytes(StandardCharsets.UTF_8);
        upload(CreditRisk.digest(words), words).expect(200, 201);
        house().releases.register("no-model");
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("artifact", CreditRisk.digest(words));
        body.set("card", house().example.card(1));

        Answer refused = house().api.post(DemoUsers.ML_ENGINEER, "/api/models/no-model/versions", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("code").asText()).isEqualTo("ARTIFACT_FORMAT");
        assertThat(house().api
                        .get(DemoUsers.AUDITOR, "/api/models/no-model/versions")
                        .expect(200)
                        .json())
                .isEmpty();
    }

    @Test
    void a_strangers_archive_becomes_no_version_and_its_sender_is_told_why() throws IOException {
        byte[] hostile = withCommand(house().example.artifact(1));
        upload(CreditRisk.digest(hostile), hostile).expect(200, 201);
        house().releases.register("hostile-model");
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("artifact", CreditRisk.digest(hostile));
        body.set("card", house().example.card(1));

        Answer refused = house().api.post(DemoUsers.ML_ENGINEER, "/api/models/hostile-model/versions", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("code").asText()).isEqualTo("ARTIFACT_REFUSED");
        assertThat(refused.json().path("faults").findValuesAsText("message"))
                .containsExactly("Its pickle imports 'os system', which no model needs.");
        assertThat(house().api
                        .get(DemoUsers.AUDITOR, "/api/models/hostile-model/versions")
                        .expect(200)
                        .json())
                .isEmpty();
    }

    /** The same archive, but its constants run a command when they are read. */
    private static byte[] withCommand(byte[] archive) throws IOException {
        return Archives.changed(
                archive, "/constants.pkl", old -> "cos\nsystem\n(U\2idtR.".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Answer upload(String digest, byte[] bytes) {
        return house().api.put(DemoUsers.ML_ENGINEER, "/api/artifacts/" + digest, bytes);
    }

    /** Everything in the store, drafts as well. */
    private static List<String> held() throws IOException {
        Path store = house().stack.layout().home().resolve("artifacts");
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }
}
