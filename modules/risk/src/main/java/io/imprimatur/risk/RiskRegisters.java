package io.imprimatur.risk;

import io.imprimatur.kernel.VersionId;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.registry.Versions;
import io.imprimatur.risk.internal.CompatibilityRisks;
import io.imprimatur.risk.internal.DataRisks;
import io.imprimatur.risk.internal.PerformanceRisks;
import io.imprimatur.risk.internal.SecurityRisks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills a register in from the evidence: the same named risks for every release, rated by what was found. */
@ApplicationScoped
public class RiskRegisters {

    private final Versions versions;

    @Inject
    public RiskRegisters(Versions versions) {
        this.versions = versions;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected RiskRegisters() {
        this.versions = null;
    }

    /** The register of a version that wants to replace the champion, if there is one. */
    public RiskRegister filledIn(VersionId candidate, @Nullable VersionId champion, RiskFacts facts) {
        return filledIn(
                versions.get(candidate).card(),
                champion == null ? null : versions.get(champion).card(),
                facts);
    }

    static RiskRegister filledIn(ModelCard candidate, @Nullable ModelCard champion, RiskFacts facts) {
        boolean people = candidate.document().path("naturalPersons").asBoolean(true);
        List<Risk> risks = new ArrayList<>();
        risks.addAll(PerformanceRisks.of(facts, people));
        risks.addAll(DataRisks.of(facts, people, champion != null));
        risks.addAll(SecurityRisks.of(facts));
        risks.addAll(CompatibilityRisks.of(facts, candidate, champion));
        return new RiskRegister(risks);
    }
}
