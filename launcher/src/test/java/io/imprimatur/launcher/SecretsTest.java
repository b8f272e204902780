package io.imprimatur.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    private Path home;

    @Test
    void secrets_are_drawn_once_and_kept() {
        Secrets first = Secrets.in(home);
        Secrets second = Secrets.in(home);
        assertThat(second.postgres()).isEqualTo(first.postgres()).hasSizeGreaterThan(40);
        assertThat(second.clients()).isEqualTo(first.clients());
    }

    @Test
    void another_home_has_other_secrets_and_no_two_are_the_same() {
        Secrets here = Secrets.in(home.resolve("here"));
        Secrets there = Secrets.in(home.resolve("there"));
        assertThat(List.of(
                        here.postgres(),
                        there.postgres(),
                        here.databaseApp(),
                        here.databaseOwner(),
                        here.databaseKeycloak(),
                        here.keycloakAdmin(),
                        here.pseudonymKey(),
                        here.inputsKey()))
                .doesNotHaveDuplicates();
    }

    @Test
    void only_their_owner_reads_them() throws IOException {
        Secrets.in(home);
        Path file = home.resolve("secrets.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Secrets.in(home);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keys_have_256_bits() {
        assertThat(Base64.getDecoder().decode(Secrets.in(home).pseudonymKey())).hasSize(32);
        assertThat(Base64.getDecoder().decode(Secrets.in(home).inputsKey())).hasSize(32);
    }

    @Test
    void a_file_that_lacks_a_secret_gets_it_and_keeps_the_others() throws IOException {
        Path file = home.resolve("secrets.properties");
        Files.writeString(file, "postgres=known\n");
        assertThat(Secrets.in(home).postgres()).isEqualTo("known");
        assertThat(Secrets.in(home).keycloakAdmin()).isEqualTo(Secrets.in(home).keycloakAdmin());
    }
}
