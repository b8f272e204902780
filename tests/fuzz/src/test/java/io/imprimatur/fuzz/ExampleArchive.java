package io.imprimatur.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** An archive that PyTorch wrote, taken apart. */
record ExampleArchive(List<Member> members) {

    /** A file in the archive. */
    record Member(String name, byte[] content) {}

    static ExampleArchive read(Path file) throws IOException {
        List<Member> members = new ArrayList<>();
        try (ZipFile archive = new ZipFile(file.toFile())) {
            for (ZipEntry entry : archive.stream().toList()) {
                members.add(new Member(
                        entry.getName(), archive.getInputStream(entry).readAllBytes()));
            }
        }
        return new ExampleArchive(members);
    }
}
