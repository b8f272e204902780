package io.imprimatur.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChildTest {

    private static final long MEMORY = 3_072L << 20;
    private static final long MOST_BYTES = 1_000_000;

    @Test
    void a_child_unpacks_no_natives_of_its_own_and_leaves_nothing_behind() throws IOException {
        ObjectNode request = ModelProcess.request(ModelProcess.FIRST_LOAD);
        ModelProcess.addModel(request, Examples.artifact(1), Examples.signature());
        request.set(ModelProcess.SAMPLE, TensorDocuments.write(List.of(Examples.row(0))));
        Path home;
        try (Child child = new Child()) {
            home = child.file("");

            assertThat(child.run(request, 60_000, MEMORY)).isNull();

            try (Stream<Path> files = Files.walk(home)) {
                long bytes = files.filter(Files::isRegularFile)
                        .mapToLong(file -> file.toFile().length())
                        .sum();
                assertThat(bytes).isBetween(1L, MOST_BYTES);
            }
            Files.createDirectories(home.resolve("a/b"));
            Files.writeString(home.resolve("a/b/c"), "what a model may leave");
        }
        assertThat(home).doesNotExist();
    }
}
