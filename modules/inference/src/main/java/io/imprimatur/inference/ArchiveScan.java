package io.imprimatur.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.internal.PickleImports;
import io.imprimatur.kernel.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks at a TorchScript archive as a stranger: number and size of entries, compression, names, the members such an
 * archive must have and those DJL would compile or load beside it, and what its pickles import. Nothing is unpacked to
 * the disk and nothing native is called.
 */
@ApplicationScoped
public class ArchiveScan {

    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_BYTES = 8L << 30;
    private static final long HIGHEST_RATIO = 1_000;
    private static final int LARGEST_PICKLE = 16 << 20;

    /** Scans the file; an unreadable one is a refusal, not an exception. */
    public ScanReport scan(Path artifact) {
        List<String> reasons = new ArrayList<>();
        ObjectNode document = CanonicalJson.object();
        try (ZipFile zip = new ZipFile(artifact.toFile())) {
            scan(zip, reasons, document);
        } catch (ZipException e) {
            reasons.add("It is not a readable zip archive: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        document.put("accepted", reasons.isEmpty());
        reasons.forEach(document.withArray("reasons")::add);
        return new ScanReport(reasons.isEmpty(), reasons, document);
    }

    private static void scan(ZipFile zip, List<String> reasons, ObjectNode document) throws IOException {
        document.put("entries", zip.size());
        if (zip.size() > MOST_ENTRIES) {
            reasons.add("It has " + zip.size() + " entries; " + MOST_ENTRIES + " are the most.");
            return;
        }
        Set<String> names = new HashSet<>();
        Set<String> imports = new TreeSet<>();
        long bytes = 0;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName();
            nameFault(name).ifPresent(reasons::add);
            if (!names.add(name)) {
                reasons.add("The entry '" + name + "' is there twice.");
            }
            bytes += Math.max(0, entry.getSize());
            if (entry.getCompressedSize() > 0 && entry.getSize() / entry.getCompressedSize() > HIGHEST_RATIO) {
                reasons.add("The entry '" + name + "' is compressed more than " + HIGHEST_RATIO + " : 1.");
            }
            if (name.endsWith(".pkl")) {
                readImports(zip, entry, imports, reasons);
            }
        }
        document.put("bytes", bytes);
        if (bytes > MOST_BYTES) {
            reasons.add("It unpacks to " + bytes + " bytes; " + MOST_BYTES + " are the most.");
        }
        for (String member : List.of("data.pkl", "version")) {
            if (names.stream().noneMatch(name -> name.endsWith("/" + member))) {
                reasons.add("It has no member '" + member + "', which every TorchScript archive has.");
            }
        }
        if (names.stream().noneMatch(name -> name.contains("/code/"))) {
            reasons.add("It has no folder 'code', which every TorchScript archive has.");
        }
        imports.forEach(document.withArray("imports")::add);
        imports.stream()
                .filter(name -> !PickleImports.isHarmless(name))
                .forEach(name -> reasons.add("Its pickle imports '" + name + "', which no model needs."));
    }

    private static Optional<String> nameFault(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean escapes = name.startsWith("/")
                || name.contains("\\")
                || name.contains(":")
                || List.of(name.split("/", -1)).contains("..");
        if (escapes) {
            return Optional.of("The entry '" + name + "' points outside the archive.");
        }
        boolean code = lower.endsWith(".jar")
                || lower.endsWith(".java")
                || lower.endsWith(".class")
                || lower.endsWith(".so")
                || lower.endsWith(".dll");
        return code ? Optional.of("The entry '" + name + "' is program code of another kind.") : Optional.empty();
    }

    private static void readImports(ZipFile zip, ZipEntry entry, Set<String> imports, List<String> reasons)
            throws IOException {
        if (entry.getSize() > LARGEST_PICKLE) {
            reasons.add("The pickle '" + entry.getName() + "' has more than " + LARGEST_PICKLE + " bytes.");
            return;
        }
        try (InputStream pickle = zip.getInputStream(entry)) {
            imports.addAll(PickleImports.of(pickle.readNBytes(LARGEST_PICKLE)));
        } catch (PickleImports.Unreadable e) {
            reasons.add("The pickle '" + entry.getName() + "' cannot be read: " + e.getMessage() + ".");
        }
    }
}
