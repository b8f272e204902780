package io.imprimatur.inference.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.registry.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The two kinds of archive that hold a model. One with a member {@code model.onnx} is for ONNX Runtime, any other for
 * PyTorch. Either may carry a tokenizer: then its model takes texts.
 */
public final class ModelArchive {

    private static final String TORCH_TOKENIZER = "/extra/" + OnnxArchive.TOKENIZER;

    /**
     * A model laid out for its engine.
     *
     * @param tokenizer the tokenizer's document; null where the model takes numbers
     * @param byRows whether rows of several requests may share a batch
     */
    @SuppressWarnings("ArrayRecordComponent") // read once
    record Laid(Engine engine, Path model, byte @Nullable [] tokenizer, boolean byRows) {}

    private ModelArchive() {}

    /**
     * What is wrong with the archive, one sentence each; empty when nothing is.
     *
     * @param document takes the figures
     * @throws IOException when the file itself cannot be read
     */
    public static List<String> faults(Path file, ObjectNode document) throws IOException {
        try (ZipFile zip = open(file)) {
            Engine engine = engineOf(zip);
            document.put("engine", engine.label());
            return engine == Engine.ONNX_RUNTIME
                    ? OnnxArchive.faults(file, zip, document)
                    : TorchScriptArchive.faults(file, zip, document);
        } catch (java.nio.file.FileSystemException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library answers nonsense with exceptions of several kinds.
            return List.of("It is not a readable zip archive.");
        }
    }

    /** Has the natives at hand that the artifact needs, so that a process that may write nothing can load it. */
    public static void unpackNatives(Path artifact) throws IOException {
        try (ZipFile zip = open(artifact)) {
            if (tokenizerOf(zip) != null) {
                TextTokens.unpackNatives();
            }
            if (engineOf(zip) == Engine.PYTORCH) {
                ai.djl.engine.Engine.getEngine(Engine.PYTORCH.label());
            }
        }
    }

    /** Lays the model alone in a directory of its own: DJL would also compile and load what lies beside it. */
    static Laid lay(Path artifact, Path home) throws IOException {
        try (ZipFile zip = open(artifact)) {
            ZipArchiveEntry entry = tokenizerOf(zip);
            byte[] tokenizer = entry == null ? null : bytes(zip, entry);
            if (engineOf(zip) == Engine.PYTORCH) {
                Path model = Files.copy(artifact, home.resolve("model.pt"));
                return new Laid(Engine.PYTORCH, model, tokenizer, true);
            }
            ZipArchiveEntry onnx = zip.getEntry(OnnxArchive.MODEL);
            Path model = home.resolve(OnnxArchive.MODEL);
            try (InputStream from = zip.getInputStream(onnx);
                    OutputStream to = Files.newOutputStream(model)) {
                from.transferTo(to);
            }
            return new Laid(
                    Engine.ONNX_RUNTIME, model, tokenizer, OnnxGraph.isByRows(OnnxArchive.model(artifact, onnx)));
        } catch (OnnxFile.Unreadable e) {
            throw new IOException("Its model " + e.getMessage(), e);
        }
    }

    private static ZipFile open(Path file) throws IOException {
        return ZipFile.builder()
                .setPath(file)
                .setUseUnicodeExtraFields(false)
                .setIgnoreLocalFileHeader(false)
                .get();
    }

    private static Engine engineOf(ZipFile zip) {
        return zip.getEntry(OnnxArchive.MODEL) == null ? Engine.PYTORCH : Engine.ONNX_RUNTIME;
    }

    private static @Nullable ZipArchiveEntry tokenizerOf(ZipFile zip) {
        var entries = zip.getEntries();
        while (entries.hasMoreElements()) {
            ZipArchiveEntry entry = entries.nextElement();
            if (entry.getName().equals(OnnxArchive.TOKENIZER) || entry.getName().endsWith(TORCH_TOKENIZER)) {
                return entry;
            }
        }
        return null;
    }

    private static byte[] bytes(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        try (InputStream stream = zip.getInputStream(entry)) {
            return stream.readNBytes(TokenizerDocument.LARGEST);
        }
    }
}
