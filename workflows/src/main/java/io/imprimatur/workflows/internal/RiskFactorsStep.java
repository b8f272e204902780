package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.Verdict;
import io.imprimatur.release.EvidenceKind;
import io.imprimatur.release.ReleaseView;
import io.imprimatur.release.Releases;
import io.imprimatur.risk.RiskFactorSheet;
import io.imprimatur.risk.RiskFactors;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.Map;

/** Gathers what the risk table reads: from the model card and from the verdicts so far. */
@Named("riskFactors")
@ApplicationScoped
public class RiskFactorsStep extends Step {

    private final Releases releases;
    private final RiskFactors factors;

    @Inject
    public RiskFactorsStep(Releases releases, RiskFactors factors) {
        this.releases = releases;
        this.factors = factors;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RiskFactorsStep() {
        this.releases = null;
        this.factors = null;
    }

    @Override
    void run(Case current) {
        ReleaseView release = releases.get(current.release());
        RiskFactorSheet sheet = factors.of(release.version(), verdicts(release));
        current.set(Variables.DOMAIN, sheet.domain())
                .set(Variables.NATURAL_PERSONS, sheet.naturalPersons())
                .set(Variables.AUTOMATED_DECISION, sheet.automatedDecision())
                .set(Variables.SPECIAL_CATEGORIES, sheet.specialCategories())
                .set(Variables.EVALUATION_PASSED, sheet.evaluationPassed())
                .set(Variables.PRIVACY_PASSED, sheet.privacyPassed());
    }

    private static Map<String, Verdict> verdicts(ReleaseView release) {
        Map<String, Verdict> verdicts = new HashMap<>();
        Evidence.verdict(release, EvidenceKind.EVALUATION)
                .ifPresent(verdict -> verdicts.put(RiskFactors.EVALUATION, verdict));
        Evidence.verdict(release, EvidenceKind.PRIVACY)
                .ifPresent(verdict -> verdicts.put(RiskFactors.PRIVACY, verdict));
        return verdicts;
    }
}
