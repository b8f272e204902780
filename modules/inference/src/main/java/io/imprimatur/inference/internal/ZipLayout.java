package io.imprimatur.inference.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Holds a zip archive to one reading: entries follow one another from the first byte on, each is stored or deflated,
 * says in both of its headers the same name, unpacks to just the bytes that it announces, and is a file. An archive
 * that two programs read differently is where attacks hide.
 */
final class ZipLayout {

    private static final long HIGHEST_RATIO = 200;
    private static final int LOCAL_HEADER = 30;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final ZipFile zip;
    private final long mostBytes;

    ZipLayout(Path file, ZipFile zip, long mostBytes) {
        this.file = file;
        this.zip = zip;
        this.mostBytes = mostBytes;
    }

    /** What is wrong with the archive as such, one sentence each. */
    List<String> faults() throws IOException {
        List<String> faults = new ArrayList<>();
        Set<String> names = new HashSet<>();
        long free = 0;
        long bytes = 0;
        try (FileChannel raw = FileChannel.open(file, StandardOpenOption.READ)) {
            for (ZipArchiveEntry entry : inOrder()) {
                String name = shown(nameOf(entry));
                if (!names.add(nameOf(entry).toLowerCase(Locale.ROOT))) {
                    faults.add("The entry '" + name + "' is there twice.");
                }
                if (entry.getLocalHeaderOffset() < free) {
                    faults.add("The entry '" + name + "' overlaps the one before it.");
                } else if (free == 0 && entry.getLocalHeaderOffset() != 0) {
                    faults.add("Bytes stand before the first entry; an archive begins with it.");
                }
                bytes = Math.addExact(bytes, Math.max(0, entry.getSize()));
                int before = faults.size();
                kind(entry, name, faults);
                twin(raw, entry, name, faults);
                if (faults.size() == before && bytes <= mostBytes) {
                    content(entry, name, faults);
                }
                free = Math.max(free + 1, entry.getDataOffset() + Math.max(0, entry.getCompressedSize()));
            }
        } catch (ArithmeticException e) {
            faults.add("Its entries announce more bytes than a number can hold.");
        }
        if (bytes > mostBytes) {
            faults.add("It unpacks to " + bytes + " bytes; " + mostBytes + " are the most.");
        }
        return faults;
    }

    private List<ZipArchiveEntry> inOrder() {
        List<ZipArchiveEntry> entries = new ArrayList<>();
        zip.getEntriesInPhysicalOrder().asIterator().forEachRemaining(entries::add);
        return entries;
    }

    private static void kind(ZipArchiveEntry entry, String name, List<String> faults) {
        if (entry.isUnixSymlink() || entry.isDirectory()) {
            faults.add("The entry '" + name + "' is no file.");
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            faults.add("The entry '" + name + "' is encrypted.");
        }
        if (entry.getMethod() != ZipArchiveEntry.STORED && entry.getMethod() != ZipArchiveEntry.DEFLATED) {
            faults.add(
                    "The entry '" + name + "' is compressed by method " + entry.getMethod() + ", which is not used.");
        }
        if (entry.getCompressedSize() > 0 && entry.getSize() / entry.getCompressedSize() > HIGHEST_RATIO) {
            faults.add("The entry '" + name + "' is compressed more than " + HIGHEST_RATIO + " : 1.");
        }
    }

    /** The header before the bytes must name the same entry as the directory does. */
    private static void twin(FileChannel raw, ZipArchiveEntry entry, String name, List<String> faults)
            throws IOException {
        ByteBuffer header = ByteBuffer.allocate(LOCAL_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        raw.read(header, entry.getLocalHeaderOffset());
        if (header.hasRemaining() || header.getInt(0) != LOCAL_SIGNATURE) {
            faults.add("The entry '" + name + "' has no header of its own.");
            return;
        }
        ByteBuffer own = ByteBuffer.allocate(header.getShort(26) & 0xffff);
        raw.read(own, entry.getLocalHeaderOffset() + LOCAL_HEADER);
        if (!new String(own.array(), StandardCharsets.UTF_8).equals(nameOf(entry))
                || (header.getShort(8) & 0xffff) != entry.getMethod()) {
            faults.add("The entry '" + name + "' says another name or method in its own header than in the directory.");
        }
    }

    private void content(ZipArchiveEntry entry, String name, List<String> faults) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        CRC32 sum = new CRC32();
        long size = 0;
        try (InputStream bytes = new CheckedInputStream(zip.getInputStream(entry), sum)) {
            int read;
            while (size <= entry.getSize() && (read = bytes.read(buffer)) >= 0) {
                size += read;
            }
        } catch (IOException e) {
            faults.add("The entry '" + name + "' cannot be unpacked.");
            return;
        }
        if (size != entry.getSize() || sum.getValue() != entry.getCrc()) {
            faults.add("The entry '" + name + "' unpacks to other bytes than it announces.");
        }
    }

    /** The name as it stands in the directory; the library mends some names, and libtorch does not. */
    static String nameOf(ZipArchiveEntry entry) {
        byte[] raw = entry.getRawName();
        return raw == null ? entry.getName() : new String(raw, StandardCharsets.UTF_8);
    }

    /** A stranger's name in a sentence of ours: short, and without what a terminal would obey. */
    static String shown(String name) {
        String plain = name.replaceAll("[^ -~]", "?");
        return plain.length() > 100 ? plain.substring(0, 100) + "…" : plain;
    }
}
