package io.imprimatur.inference.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The members of a TorchScript archive (torch/csrc/jit/serialization/export_module.cpp): all in one folder, of the names
 * that PyTorch writes, with pickles that import and code that asks for nothing but what a model computes with.
 */
final class TorchScriptArchive {

    private static final int MOST_ENTRIES = 10_000;
    private static final long MOST_BYTES = 8L << 30;
    private static final int LARGEST_PICKLE = 16 << 20;
    private static final int LARGEST_CODE = 8 << 20;
    private static final int LARGEST_MARK = 64;

    private static final Pattern MEMBER = Pattern.compile("data\\.pkl|constants\\.pkl|version|byteorder"
            + "|\\.format_version|\\.storage_alignment|\\.data/serialization_id"
            + "|(data|constants)/[0-9]{1,9}"
            + "|code/__torch__(/\\w{1,200}){0,30}\\.py(\\.debug_pkl)?"
            + "|extra/[\\w-]{1,100}(\\.(json|txt))?");
    private static final Pattern FOLDER = Pattern.compile("\\w[\\w.+-]{0,127}");

    /** The versions of the format that libtorch 2.7 reads (caffe2/serialize/versions.h). */
    private static final Pattern VERSION = Pattern.compile("([1-9]|10)\\s{0,2}");

    private final ZipFile zip;
    private final ObjectNode document;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> imports = new TreeSet<>();
    private final Set<String> demands = new TreeSet<>();

    private TorchScriptArchive(ZipFile zip, ObjectNode document) {
        this.zip = zip;
        this.document = document;
    }

    /**
     * What is wrong with the archive, one sentence each; empty when nothing is.
     *
     * @param document takes the figures: entries, bytes, imports
     * @throws IOException when it cannot be read as a zip
     */
    static List<String> faults(Path file, ZipFile zip, ObjectNode document) throws IOException {
        TorchScriptArchive archive = new TorchScriptArchive(zip, document);
        archive.read(file);
        return archive.faults;
    }

    private void read(Path file) throws IOException {
        List<ZipArchiveEntry> entries = new ArrayList<>();
        zip.getEntries().asIterator().forEachRemaining(entries::add);
        document.put("entries", entries.size());
        document.put(
                "bytes", entries.stream().mapToLong(ZipArchiveEntry::getSize).sum());
        if (entries.size() > MOST_ENTRIES) {
            faults.add("It has " + entries.size() + " entries; " + MOST_ENTRIES + " are the most.");
            return;
        }
        faults.addAll(new ZipLayout(file, zip, MOST_BYTES).faults());
        if (!faults.isEmpty()) {
            return;
        }
        names(entries.stream().map(ZipLayout::nameOf).toList());
        for (ZipArchiveEntry entry : entries) {
            content(entry);
        }
        imports.forEach(document.withArray("imports")::add);
        imports.stream()
                .filter(name -> !PickleImports.isHarmless(name))
                .forEach(name ->
                        faults.add("Its pickle imports '" + ZipLayout.shown(name) + "', which no model needs."));
        demands.forEach(demand -> faults.add("Its code " + ZipLayout.shown(demand) + ", which no model needs."));
    }

    private void names(List<String> names) {
        Set<String> folders = new TreeSet<>();
        boolean code = false;
        Set<String> members = new TreeSet<>();
        for (String name : names) {
            int slash = name.indexOf('/');
            String folder = slash < 0 ? "" : name.substring(0, slash);
            String member = name.substring(slash + 1);
            folders.add(folder);
            members.add(member);
            code |= member.startsWith("code/") && member.endsWith(".py");
            if (escapes(name)) {
                faults.add("The entry '" + ZipLayout.shown(name) + "' points outside the archive.");
            } else if (!FOLDER.matcher(folder).matches()
                    || !MEMBER.matcher(member).matches()) {
                faults.add("The entry '" + ZipLayout.shown(name) + "' is no member that TorchScript writes.");
            }
        }
        if (folders.size() > 1) {
            faults.add("Its entries lie in several folders; TorchScript writes them into one.");
        }
        for (String member : List.of("data.pkl", "version")) {
            if (!members.contains(member)) {
                faults.add("It has no member '" + member + "', which every TorchScript archive has.");
            }
        }
        if (!code) {
            faults.add("It has no folder 'code', which every TorchScript archive has.");
        }
    }

    private static boolean escapes(String name) {
        return name.startsWith("/")
                || name.contains("\\")
                || name.contains(":")
                || List.of(name.split("/", -1)).contains("..");
    }

    private void content(ZipArchiveEntry entry) throws IOException {
        String name = ZipLayout.nameOf(entry);
        if (name.endsWith("/extra/" + OnnxArchive.TOKENIZER)) {
            document.put("texts", true);
            faults.addAll(OnnxArchive.tokenizer(zip, entry));
        } else if (name.endsWith("pkl")) {
            readable(entry, LARGEST_PICKLE, "pickle");
        } else if (name.endsWith(".py")) {
            readable(entry, LARGEST_CODE, "code");
        } else if (name.endsWith("/version")) {
            format(text(entry));
        } else if (name.endsWith("/byteorder") && !text(entry).equals("little")) {
            faults.add("Its numbers are not little-endian.");
        }
    }

    /** Which format an engine must know to read it. */
    private void format(String version) {
        if (VERSION.matcher(version).matches()) {
            document.put("formatVersion", Integer.parseInt(version.strip()));
        } else {
            faults.add("Its member 'version' is none of the formats 1 to 10.");
        }
    }

    private void readable(ZipArchiveEntry entry, int largest, String kind) throws IOException {
        String name = ZipLayout.shown(ZipLayout.nameOf(entry));
        if (entry.getSize() > largest) {
            faults.add("The " + kind + " '" + name + "' has more than " + largest + " bytes.");
            return;
        }
        byte[] bytes = bytes(entry, largest);
        if (kind.equals("code")) {
            demands.addAll(ModelCode.faults(bytes));
            return;
        }
        try {
            imports.addAll(PickleImports.of(bytes));
        } catch (PickleImports.Unreadable e) {
            faults.add("The pickle '" + name + "' cannot be read: " + e.getMessage() + ".");
        }
    }

    private String text(ZipArchiveEntry entry) throws IOException {
        return new String(bytes(entry, LARGEST_MARK), StandardCharsets.US_ASCII);
    }

    private byte[] bytes(ZipArchiveEntry entry, int most) throws IOException {
        try (InputStream stream = zip.getInputStream(entry)) {
            return stream.readNBytes(most);
        }
    }
}
