package io.imprimatur.workflows.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.inference.ArchiveScan;
import io.imprimatur.inference.Device;
import io.imprimatur.inference.FirstLoad;
import io.imprimatur.inference.FirstLoadReport;
import io.imprimatur.inference.Samples;
import io.imprimatur.inference.ScanReport;
import io.imprimatur.inference.Tensor;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.registry.ArtifactStore;
import io.imprimatur.registry.Version;
import io.imprimatur.registry.Versions;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.ReleaseState;
import io.imprimatur.release.Releases;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.jspecify.annotations.Nullable;

/** Takes an artifact in: are these the bytes, is the archive harmless, does it load and answer its own sample. */
@Named("intake")
@ApplicationScoped
public class Intake extends Step {

    private static final String HOSTILE_ARCHIVE = "HOSTILE_ARCHIVE";
    private static final int BUFFER = 1 << 16;

    private final Releases releases;
    private final Versions versions;
    private final ArtifactStore artifacts;
    private final ArchiveScan scan;
    private final FirstLoad firstLoad;

    @Inject
    public Intake(
            Releases releases, Versions versions, ArtifactStore artifacts, ArchiveScan scan, FirstLoad firstLoad) {
        this.releases = releases;
        this.versions = versions;
        this.artifacts = artifacts;
        this.scan = scan;
        this.firstLoad = firstLoad;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Intake() {
        this.releases = null;
        this.versions = null;
        this.artifacts = null;
        this.scan = null;
        this.firstLoad = null;
    }

    @Override
    void run(Case current) {
        ReleaseId release = current.release();
        releases.enter(release, ReleaseState.EVALUATING);
        Version version = versions.get(releases.get(release).version());
        Path file = artifacts.pathOf(version.artifact());
        if (!version.artifact().equals(digest(file))) {
            current.set(record(
                    release,
                    Verdict.fail(List.of("The stored bytes are not those that were uploaded."), Map.of()),
                    null));
            return;
        }
        ScanReport scanned = scan.scan(file);
        if (!scanned.accepted()) {
            record(release, Verdict.fail(scanned.reasons(), Map.of()), scanned.document());
            throw new BpmnError(HOSTILE_ARCHIVE, String.join(" ", scanned.reasons()));
        }
        ObjectNode evidence = (ObjectNode) scanned.document();
        current.set(record(release, firstLoad(version, file, evidence), evidence));
    }

    private Verdict firstLoad(Version version, Path file, ObjectNode evidence) {
        List<Tensor> sample;
        try {
            sample = Samples.of(version.card());
        } catch (DomainException e) {
            return Verdict.fail(List.of(e.getMessage()), Map.of());
        }
        FirstLoadReport loaded = firstLoad.run(file, version.card().signature(), sample);
        evidence.set(RiskEvidence.FIRST_LOAD, evidenceOf(loaded));
        Map<String, Double> figures = Map.of("firstLoadMillis", (double) loaded.millis());
        return loaded.loaded() ? Verdict.pass(figures) : Verdict.fail(loaded.reasons(), figures);
    }

    private Verdict record(ReleaseId release, Verdict verdict, @Nullable JsonNode scanned) {
        ObjectNode document = CanonicalJson.object();
        document.set("verdict", CanonicalJson.document(verdict));
        if (scanned != null) {
            document.set("archive", scanned);
        }
        releases.record(release, EvidenceKind.INTAKE, document);
        return verdict;
    }

    private static ObjectNode evidenceOf(FirstLoadReport loaded) {
        ObjectNode document = CanonicalJson.object().put("millis", loaded.millis());
        loaded.walls().forEach(document.withArray("walls")::add);
        Device device = loaded.device();
        return device == null ? document : document.put("device", device.name()).put("engine", device.engine());
    }

    private static Digest digest(Path file) {
        MessageDigest sum = Digest.sha256();
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                sum.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Digest.of(sum);
    }
}
