package io.imprimatur.privacy;

import io.imprimatur.kernel.Verdict;
import io.imprimatur.kernel.VersionId;
import io.imprimatur.privacy.internal.PrivacyDocument;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the privacy review of a version from its model card and the table it is evaluated on: the inventory of
 * personal data (GDPR Article 30), the four parts of the data protection impact assessment (Article 35(7)), a scan for
 * direct identifiers, the anonymity of the table, and what is missing from them.
 */
@ApplicationScoped
public class PrivacyReviews {

    private final Versions versions;
    private final int rows;

    @Inject
    public PrivacyReviews(
            Versions versions, @ConfigProperty(name = "imprimatur.privacy.rows", defaultValue = "250000") int rows) {
        this.versions = versions;
        this.rows = rows;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected PrivacyReviews() {
        this.versions = null;
        this.rows = 0;
    }

    /**
     * Reads the rows once; they are not kept, and no value of them is in the findings.
     *
     * @param evaluation what the evaluation said of the version; null while it has said nothing
     */
    public PrivacyFindings prepare(VersionId version, EvaluationTable table, @Nullable Verdict evaluation) {
        return findings(versions.get(version).card(), table, evaluation, rows);
    }

    static PrivacyFindings findings(ModelCard card, EvaluationTable table, @Nullable Verdict evaluation, int rows) {
        return PrivacyDocument.of(card, table, evaluation, rows);
    }
}
