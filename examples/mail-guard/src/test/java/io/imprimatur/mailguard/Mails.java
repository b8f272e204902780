package io.imprimatur.mailguard;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The rows of the example. */
record Mails(List<String> texts, List<Boolean> spam) {

    static Mails read(String part) {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(Path.of("data", part + ".csv"))) {
            List<NamedCsvRecord> rows = reader.stream().toList();
            return new Mails(
                    rows.stream().map(row -> row.getField("text")).toList(),
                    rows.stream()
                            .map(row -> row.getField("label").equals("spam"))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
