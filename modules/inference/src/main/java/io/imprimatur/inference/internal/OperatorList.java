package io.imprimatur.inference.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a list of operators that lies beside the code: words, and lines of reasons behind a hash. */
final class OperatorList {

    private OperatorList() {}

    static Set<String> read(String file) {
        try (InputStream list = OperatorList.class.getResourceAsStream(file)) {
            if (list == null) {
                throw new IllegalStateException("the list of operators is not in the archive: " + file);
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
