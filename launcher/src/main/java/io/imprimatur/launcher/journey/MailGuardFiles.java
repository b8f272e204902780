package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.imprimatur.launcher.LaunchFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The example in {@code examples/mail-guard}: the artifacts that the build made, a card, a plan, and mails. */
public final class MailGuardFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int BUFFER = 1 << 16;

    private final Path folder;

    /** A mail of the corpus. */
    public record Mail(String text, String label) {}

    public MailGuardFiles(Path project) {
        this.folder = project.resolve("examples/mail-guard");
    }

    public Path artifact(String name) {
        Path file = folder.resolve("target/models").resolve(name);
        if (!Files.exists(file)) {
            throw new LaunchFailed(file + " is missing: build the project with 'mvn -DskipTests package' first.");
        }
        return file;
    }

    /** The SHA-256 of a file that is too large to hold. */
    static String digest(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest sum = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                sum.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(sum.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public JsonNode card() {
        return json("card.json");
    }

    /** The plan, on the data set that uploading gave this digest. */
    public JsonNode plan(String dataset) {
        ObjectNode plan = (ObjectNode) json("plan.json");
        plan.withObject("/evaluation").put("dataset", dataset);
        return plan;
    }

    public String evaluationRows() {
        return new String(bytes(folder.resolve("data/evaluation.csv")), StandardCharsets.UTF_8);
    }

    public List<Mail> liveRows() {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(folder.resolve("data/live.csv"))) {
            return reader.stream()
                    .map(row -> new Mail(row.getField("text"), row.getField("label")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode json(String file) {
        try {
            return JSON.readTree(bytes(folder.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
