package io.imprimatur.audit;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A trail as CSV. */
final class CsvTrailWriter implements TrailWriter {

    private final Writer out;
    private final CsvWriter csv;

    CsvTrailWriter(OutputStream stream) {
        out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
        csv = CsvWriter.builder().build(out);
        csv.writeRecord("at", "actor", "role", "cause", "kind", "change", "digest", "details");
    }

    @Override
    public void write(TrailRow row) {
        csv.writeRecord(
                row.at().toString(),
                inert(row.actor()),
                inert(row.role()),
                inert(row.cause()),
                inert(row.kind()),
                inert(row.change()),
                inert(row.digest()),
                inert(row.details()));
    }

    /** A cell that begins like a formula runs when the auditor opens the file (OWASP, CSV Injection). */
    static String inert(@Nullable String cell) {
        if (cell == null || cell.isEmpty()) {
            return "";
        }
        return switch (cell.charAt(0)) {
            case '=', '+', '-', '@', '\t', '\r', '\n' -> "'" + cell;
            default -> cell;
        };
    }

    @Override
    public void close() throws IOException {
        csv.flush();
        out.flush();
    }
}
