package io.imprimatur.system;

import static io.imprimatur.system.House.house;
import static org.assertj.core.api.Assertions.assertThat;

import io.imprimatur.launcher.journey.Tokens;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logs may be read by many: they hold no secret, no token and nobody's data. */
@ExtendWith(House.Open.class)
class LogsIT {

    @Test
    void the_logs_tell_no_secret_no_token_and_no_subject() throws IOException {
        House.Submitted first = house().inService("logs");
        new Predict(first.model()).answer(1).expect(200);
        String token = house().tokens.of(Tokens.PREDICTION_CLIENT);

        Properties secrets = new Properties();
        Path home = house().stack.layout().home();
        try (Reader reader = Files.newBufferedReader(home.resolve("secrets.properties"), StandardCharsets.UTF_8)) {
            secrets.load(reader);
        }
        List<String> values = secrets.values().stream().map(Object::toString).toList();
        assertThat(values).hasSizeGreaterThan(5);
        assertThat(logs(home)).isNotEmpty().allSatisfy(log -> {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            assertThat(values).noneMatch(text::contains);
            assertThat(text).doesNotContain(token, "eyJhbGciOi", "applicant-");
        });
    }

    private static List<Path> logs(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("logs"))) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }
}
