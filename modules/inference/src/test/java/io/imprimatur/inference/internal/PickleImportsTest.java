package io.imprimatur.inference.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imprimatur.inference.Examples;
import io.imprimatur.inference.internal.PickleImports.Unreadable;
import java.io.IOException;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickleImportsTest {

    @Test
    void a_model_imports_what_models_need() throws IOException, Unreadable {
        try (ZipFile archive = new ZipFile(Examples.artifact(2).toFile())) {
            ZipEntry pickle = archive.stream()
                    .filter(entry -> entry.getName().endsWith("/data.pkl"))
                    .findFirst()
                    .orElseThrow();
            Set<String> imports =
                    PickleImports.of(archive.getInputStream(pickle).readAllBytes());

            assertThat(imports).isNotEmpty().allMatch(PickleImports::isHarmless);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"os system", "posix system", "builtins eval", "torch load", "torch.hub load", "__torch__"})
    void what_no_model_needs_is_not_harmless(String imported) {
        assertThat(PickleImports.isHarmless(imported)).isFalse();
    }

    @Test
    void an_import_is_seen_wherever_it_stands() throws Unreadable {
        assertThat(PickleImports.of(bytes("(X\1\0\0\0ccos\nsystem\nt."))).containsExactly("os system");
    }

    @Test
    void text_that_looks_like_an_import_is_none() throws Unreadable {
        assertThat(PickleImports.of(bytes("X\13\0\0\0cos\nsystem\n."))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "N",
                "cos",
                "cos\nsys",
                "K",
                "X\377\377\377\177abc.",
                "X\377\377\377\377abc.",
                "\223.",
                "ios\nsystem\n."
            })
    void what_torch_would_not_write_is_unreadable(String pickle) {
        assertThatThrownBy(() -> PickleImports.of(bytes(pickle))).isInstanceOf(Unreadable.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
