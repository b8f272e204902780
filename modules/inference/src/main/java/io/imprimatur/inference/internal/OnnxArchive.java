package io.imprimatur.inference.internal;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * An archive of an ONNX model: the model in one file, stored as it is so that it can be read where it lies, and for a
 * model of texts the tokenizer that it was trained with. Nothing else is in it.
 */
final class OnnxArchive {

    static final String MODEL = "model.onnx";
    static final String TOKENIZER = "tokenizer.json";

    private static final Set<String> MEMBERS = Set.of(MODEL, TOKENIZER);
    private static final int MOST_ENTRIES = 16;
    private static final long MOST_BYTES = Integer.MAX_VALUE;

    private OnnxArchive() {}

    /** What is wrong with the archive, one sentence each; empty when nothing is. */
    static List<String> faults(Path file, ZipFile zip, ObjectNode document) throws IOException {
        List<ZipArchiveEntry> entries = new ArrayList<>();
        zip.getEntries().asIterator().forEachRemaining(entries::add);
        if (entries.size() > MOST_ENTRIES) {
            return List.of("It has " + entries.size() + " entries; " + MOST_ENTRIES + " are the most.");
        }
        List<String> faults = new ArrayList<>(new ZipLayout(file, zip, MOST_BYTES).faults());
        for (ZipArchiveEntry entry : entries) {
            String name = ZipLayout.nameOf(entry);
            if (!MEMBERS.contains(name)) {
                faults.add("The entry '" + ZipLayout.shown(name) + "' is no member of an archive of an ONNX model.");
            }
        }
        ZipArchiveEntry model = zip.getEntry(MODEL);
        ZipArchiveEntry tokenizer = zip.getEntry(TOKENIZER);
        if (model == null || model.getMethod() != ZipArchiveEntry.STORED) {
            faults.add("Its member '" + MODEL + "' is compressed, or not there.");
        }
        if (faults.isEmpty() && model != null) {
            content(file, model, tokenizer != null, document, faults);
        }
        if (faults.isEmpty() && tokenizer != null) {
            faults.addAll(tokenizer(zip, tokenizer));
        }
        return faults;
    }

    static List<String> tokenizer(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        if (entry.getSize() > TokenizerDocument.LARGEST) {
            return List.of("Its tokenizer has more than " + TokenizerDocument.LARGEST + " bytes.");
        }
        return TokenizerDocument.faults(zip.getInputStream(entry).readNBytes(TokenizerDocument.LARGEST));
    }

    private static void content(
            Path file, ZipArchiveEntry entry, boolean texts, ObjectNode document, List<String> faults)
            throws IOException {
        try {
            ModelProto model = model(file, entry);
            faults.addAll(OnnxGraph.faults(model, texts));
            document.put("formatVersion", model.getIrVersion());
            document.put("nodes", model.getGraph().getNodeCount());
            document.put("texts", texts);
            document.put("rowsApart", !OnnxGraph.isByRows(model));
            Set<String> operators = new TreeSet<>();
            model.getGraph().getNodeList().forEach(node -> operators.add(ZipLayout.shown(node.getOpType())));
            operators.stream().limit(MOST_ENTRIES * 16L).forEach(document.withArray("operators")::add);
        } catch (OnnxFile.Unreadable e) {
            faults.add("Its member '" + MODEL + "' " + e.getMessage() + ".");
        }
    }

    /** The model of an archive, mapped: its weights are not copied. */
    static ModelProto model(Path file, ZipArchiveEntry entry) throws IOException, OnnxFile.Unreadable {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, entry.getDataOffset(), entry.getSize());
            return OnnxFile.read(bytes);
        }
    }
}
