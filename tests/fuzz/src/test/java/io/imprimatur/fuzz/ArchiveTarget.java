package io.imprimatur.fuzz;

import io.imprimatur.fuzz.ExampleArchive.Member;
import io.imprimatur.inference.ArchiveScan;
import io.imprimatur.inference.ScanReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The archive of a model. The first byte says what the rest is: the member of that number in the example's archive,
 * which is laid out well around it, so that pickles and code are reached; or the whole archive, if there is no such
 * member.
 */
public final class ArchiveTarget {

    static final int WHOLE = 255;

    /** Names the example's archive. */
    static final String EXAMPLE = "imprimatur.fuzz.archive";

    private static final ArchiveScan SCAN = new ArchiveScan();
    private static final Path FILE = file();
    private static final List<Member> MEMBERS = members();

    private ArchiveTarget() {}

    private static Path file() {
        try {
            return Files.createTempFile("archive-", ".pt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Member> members() {
        try {
            return ExampleArchive.read(Path.of(System.getProperty(EXAMPLE))).members();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An archive is accepted, or refused with reasons. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        int member = bytes[0] & 0xFF;
        byte[] rest = Arrays.copyOfRange(bytes, 1, bytes.length);
        Files.write(FILE, member < MEMBERS.size() ? with(member, rest) : rest);
        ScanReport report = SCAN.scan(FILE);
        if (report.accepted() != report.reasons().isEmpty()) {
            throw new AssertionError(report);
        }
    }

    private static byte[] with(int changed, byte[] content) throws IOException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream to = new ZipOutputStream(archive)) {
            for (int i = 0; i < MEMBERS.size(); i++) {
                byte[] data = i == changed ? content : MEMBERS.get(i).content();
                ZipEntry entry = new ZipEntry(MEMBERS.get(i).name());
                CRC32 sum = new CRC32();
                sum.update(data);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(data.length);
                entry.setCrc(sum.getValue());
                to.putNextEntry(entry);
                to.write(data);
            }
        }
        return archive.toByteArray();
    }
}
