package io.imprimatur.inference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.internal.ModelArchive;
import io.imprimatur.kernel.CanonicalJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a model's archive as a stranger: how the zip is laid out, what members it has and lacks, what the pickles of
 * TorchScript import and its code asks libtorch for, what the graph of an ONNX model is made of, and what its tokenizer
 * is. Nothing is unpacked to the disk and nothing native is called. What is not known to be needed by a model is refused.
 */
@ApplicationScoped
public class ArchiveScan {

    /** How many faults are told: an archive of a million faults is not answered with a million sentences. */
    private static final int MOST_REASONS = 20;

    /** Scans the file; an unreadable one is a refusal, not an exception. */
    public ScanReport scan(Path artifact) {
        ObjectNode document = CanonicalJson.object();
        List<String> reasons;
        try {
            reasons = ModelArchive.faults(artifact, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> told = new ArrayList<>(reasons.subList(0, Math.min(MOST_REASONS, reasons.size())));
        if (reasons.size() > MOST_REASONS) {
            told.add("And " + (reasons.size() - MOST_REASONS) + " faults more.");
        }
        document.put("accepted", told.isEmpty());
        told.forEach(document.withArray("reasons")::add);
        return new ScanReport(told.isEmpty(), told, document);
    }
}
