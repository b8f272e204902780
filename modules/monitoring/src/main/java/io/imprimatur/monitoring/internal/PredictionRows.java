package io.imprimatur.monitoring.internal;

import com.google.crypto.tink.Aead;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.monitoring.PredictionRecord;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The rows of {@code monitoring.prediction} as COPY takes them. */
final class PredictionRows {

    private static final String COLUMNS = "id, model, version_id, release_id, split_revision, challenger, subject, at,"
            + " latency_micros, output, failed_version_id, failed_release_id, failure, request_id, direct, key_owner,"
            + " inputs";

    static final String COPY = "copy monitoring.prediction (" + COLUMNS + ") from stdin (format binary)";

    private PredictionRows() {}

    /** Whose keys these records need. */
    static Set<String> owners(List<PredictionRecord> records) {
        Set<String> owners = new HashSet<>();
        for (PredictionRecord record : records) {
            if (record.inputs() != null) {
                owners.add(SealedInputs.owner(record));
            }
        }
        return owners;
    }

    /** @param keys of all owners */
    static InputStream of(List<PredictionRecord> records, Map<String, Aead> keys) throws GeneralSecurityException {
        CopyRows rows = new CopyRows(COLUMNS.split(",").length);
        for (PredictionRecord record : records) {
            VersionId failedVersion = record.failedVersion();
            ReleaseId failedRelease = record.failedRelease();
            rows.row()
                    .uuid(record.id().value())
                    .text(record.model().value())
                    .uuid(record.version().value())
                    .uuid(record.release().value())
                    .number(record.splitRevision())
                    .truth(record.challenger())
                    .text(record.subject())
                    .instant(record.at())
                    .number(record.latencyMicros())
                    .text(record.output())
                    .uuid(failedVersion == null ? null : failedVersion.value())
                    .uuid(failedRelease == null ? null : failedRelease.value())
                    .text(record.failure())
                    .text(record.requestId())
                    .truth(record.direct());
            byte[] inputs = record.inputs();
            if (inputs == null) {
                rows.text(null).bytes(null);
            } else {
                String owner = SealedInputs.owner(record);
                Aead key = Objects.requireNonNull(keys.get(owner), "a key for each owner");
                rows.text(owner).bytes(SealedInputs.seal(inputs, key, record.id(), record.model()));
            }
        }
        return rows.end();
    }
}
