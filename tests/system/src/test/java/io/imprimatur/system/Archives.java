package io.imprimatur.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Model archives that somebody has tampered with. */
final class Archives {

    private Archives() {}

    /** The same archive, but for the one member whose name ends so. */
    static byte[] changed(byte[] archive, String member, UnaryOperator<byte[]> change) throws IOException {
        Path file = Files.write(Files.createTempFile(Path.of("target"), "archive-", ".pt"), archive);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        try (ZipFile from = new ZipFile(file.toFile());
                ZipOutputStream to = new ZipOutputStream(changed)) {
            for (ZipEntry entry : from.stream().toList()) {
                byte[] old = from.getInputStream(entry).readAllBytes();
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(entry.getName().endsWith(member) ? change.apply(old) : old);
                to.closeEntry();
            }
        }
        return changed.toByteArray();
    }
}
