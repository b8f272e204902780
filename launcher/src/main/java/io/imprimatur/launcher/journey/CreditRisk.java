package io.imprimatur.launcher.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.imprimatur.launcher.LaunchFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The example in {@code examples/credit-risk}: three versions, their cards and plans, and the rows to live on. */
public final class CreditRisk {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /**
     * One application for a loan.
     *
     * @param subject whom it is about: the number of the row, since the data name nobody
     * @param values in the order of the model's input
     * @param outcome what came of it
     */
    public record Row(int subject, List<Double> values, String outcome) {}

    public CreditRisk(Path project) {
        this.folder = project.resolve("examples/credit-risk");
        if (!Files.isDirectory(folder.resolve("data"))) {
            throw new LaunchFailed(folder + " lacks the example's data.");
        }
    }

    public byte[] artifact(int version) {
        return bytes("credit-risk-" + version + ".pt");
    }

    public JsonNode card(int version) {
        return json("card-" + version + ".json");
    }

    /** The card of version 2 with what the privacy officer misses in the first one. */
    public JsonNode amendedCard() {
        return json("card-2-amended.json");
    }

    /** The plan of a version, on the data set that uploading gave this digest. */
    public JsonNode plan(int version, String dataset) {
        ObjectNode plan = (ObjectNode) json("plan-" + version + ".json");
        ((ObjectNode) plan.withObject("/evaluation")).put("dataset", dataset);
        return plan;
    }

    public String evaluationRows() {
        return new String(bytes("data/evaluation.csv"), StandardCharsets.UTF_8);
    }

    public List<Row> liveRows() {
        return rows("data/live.csv");
    }

    /** Applications with a purpose that training never saw. */
    public List<Row> unseenRows() {
        return rows("data/unseen.csv");
    }

    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Row> rows(String file) {
        JsonNode columns = card(1).at("/inputs/0/columns");
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(folder.resolve(file))) {
            for (NamedCsvRecord line : reader) {
                List<Double> values = new ArrayList<>();
                for (JsonNode column : columns) {
                    values.add(value(column, line.getField(column.path("name").asText())));
                }
                rows.add(new Row(rows.size() + 1, values, line.getField("Class")));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Categories travel as the codes that the card lists. */
    private static double value(JsonNode column, String text) {
        if (!column.path("kind").asText().equals("category")) {
            return Double.parseDouble(text);
        }
        JsonNode code = column.path("codes").path(text);
        if (code.isMissingNode()) {
            throw new LaunchFailed(
                    "The card lists no code for " + column.path("name").asText() + " = " + text + ".");
        }
        return code.asDouble();
    }

    private JsonNode json(String file) {
        try {
            return JSON.readTree(bytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
