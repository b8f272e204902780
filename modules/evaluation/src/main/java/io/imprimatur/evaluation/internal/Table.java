package io.imprimatur.evaluation.internal;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.imprimatur.kernel.DomainException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** A CSV file with a header (RFC 4180), in memory. */
public record Table(List<String> header, List<List<String>> rows) {

    /** @throws DomainException DATA_SET_FORM with the line that is wrong */
    public static Table read(Path file) {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file)) {
            for (CsvRecord row : reader) {
                rows.add(row.getFields());
                if (row.getFieldCount() != rows.get(0).size()) {
                    throw form("Line " + row.getStartingLineNumber() + " has " + row.getFieldCount()
                            + " fields, the header has " + rows.get(0).size() + ".");
                }
            }
        } catch (CsvParseException e) {
            throw form("It is not CSV: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rows.size() < 2) {
            throw form("It has no header with rows under it.");
        }
        List<String> header = rows.get(0);
        if (new HashSet<>(header).size() != header.size()) {
            throw form("Its header names a column twice.");
        }
        return new Table(List.copyOf(header), List.copyOf(rows.subList(1, rows.size())));
    }

    /** The rows of a table that was read before, without the header, in constant memory. */
    public static Stream<List<String>> stream(Path file) {
        try {
            CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(file);
            return reader.stream().skip(1).map(CsvRecord::getFields).onClose(() -> close(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(CsvReader<CsvRecord> reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws DomainException DATA_SET_COLUMN */
    public int column(String name) {
        int position = header.indexOf(name);
        if (position < 0) {
            throw DomainException.unprocessable(
                    "DATA_SET_COLUMN", "The data set has no column '" + name + "'. It has " + header + ".");
        }
        return position;
    }

    private static DomainException form(String what) {
        return DomainException.unprocessable("DATA_SET_FORM", what);
    }
}
