package io.imprimatur.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveScanTest {

    private static final byte[] EMPTY_PICKLE = {(byte) 0x80, 2, 'N', '.'};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void what_torch_wrote_is_accepted(int version) {
        ScanReport report = new ArchiveScan().scan(Examples.artifact(version));

        assertThat(report.reasons()).isEmpty();
        assertThat(report.accepted()).isTrue();
        assertThat(report.document().path("entries").asInt()).isPositive();
    }

    @Test
    void a_file_that_is_no_archive_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("model.pt"), "#!/bin/sh\n");

        assertRefused(new ArchiveScan().scan(file), "not a readable zip archive");
    }

    @Test
    void a_truncated_archive_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(Examples.artifact(1));
        Path half = Files.write(folder.resolve("half.pt"), Arrays.copyOf(whole, whole.length / 2));

        assertRefused(new ArchiveScan().scan(half), "not a readable zip archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.pkl", "version", "code/model.py"})
    void an_archive_without_what_torch_always_writes_is_refused(String member) throws IOException {
        Map<String, byte[]> members = complete();
        members.remove("m/" + member);

        assertRefused(scan(members), member.startsWith("code") ? "'code'" : "'" + member + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m/../../etc/passwd", "/etc/passwd", "m\\..\\x", "c:/x"})
    void an_entry_that_points_outside_is_refused(String name) throws IOException {
        Map<String, byte[]> members = complete();
        members.put(name, new byte[] {1});

        assertRefused(scan(members), "points outside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m/lib/evil.so", "m/Translator.java", "m/T.class", "m/x.JAR", "m/x.dll"})
    void program_code_of_another_kind_is_refused(String name) throws IOException {
        Map<String, byte[]> members = complete();
        members.put(name, new byte[] {1});

        assertRefused(scan(members), "program code");
    }

    @Test
    void a_pickle_that_would_run_a_command_is_refused_and_not_run() throws IOException {
        Path witness = folder.resolve("witness");
        String command = "touch " + witness;
        Map<String, byte[]> members = complete();
        members.put("m/data.pkl", ("cposix\nsystem\n(U" + (char) command.length() + command + "tR.").getBytes(UTF_8));

        assertRefused(scan(members), "'posix system'");
        assertThat(witness).doesNotExist();
    }

    @Test
    void a_bomb_is_refused() throws IOException {
        Map<String, byte[]> members = complete();
        members.put("m/data/0", new byte[16 << 20]);

        assertRefused(scan(members), "1000 : 1");
    }

    private static Map<String, byte[]> complete() {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("m/data.pkl", EMPTY_PICKLE);
        members.put("m/version", "3".getBytes(UTF_8));
        members.put("m/code/model.py", "pass".getBytes(UTF_8));
        return members;
    }

    private ScanReport scan(Map<String, byte[]> members) throws IOException {
        Path file = folder.resolve("model.pt");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                zip.putNextEntry(new ZipEntry(member.getKey()));
                zip.write(member.getValue());
                zip.closeEntry();
            }
        }
        return new ArchiveScan().scan(file);
    }

    private static void assertRefused(ScanReport report, String why) {
        assertThat(report.accepted()).isFalse();
        assertThat(report.reasons()).anySatisfy(reason -> assertThat(reason).contains(why));
        assertThat(report.document().path("accepted").asBoolean(true)).isFalse();
    }
}
