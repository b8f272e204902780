package io.imprimatur.evaluation.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

    @TempDir
    Path folder;

    @Test
    void rows_that_are_streamed_are_the_rows_that_are_read() throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), """
                Age,Remark
                30,"two
                lines, one field"
                40,
                """);

        try (Stream<List<String>> rows = Table.stream(file)) {
            assertThat(rows.toList())
                    .isEqualTo(Table.read(file).rows())
                    .containsExactly(List.of("30", "two\nlines, one field"), List.of("40", ""));
        }
    }
}
