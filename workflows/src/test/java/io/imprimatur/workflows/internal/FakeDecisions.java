package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.ReleaseId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Remembers decisions with the act they were taken in; refuses what the test says. */
final class FakeDecisions implements Decisions {

    record Taken(String task, String decision, String evidence, String reason, Act act) {}

    private static final TaskTerms TERMS = new TaskTerms("high", 75, Duration.ofDays(3), Duration.ofDays(1));

    /** What the last privacy officer answered to the question about the residual risk. */
    final Map<String, String> residualRisk = new TreeMap<>();

    /** What was stated with the last decision at each gate. */
    final Map<String, Map<String, String>> statements = new TreeMap<>();

    final List<Taken> taken = new ArrayList<>();
    final Map<String, String> duties = new TreeMap<>();
    final Map<String, String> deputies = new TreeMap<>();
    final List<@Nullable String> standIns = new ArrayList<>();

    TaskTerms terms = TERMS;

    @Nullable
    DomainException refusal;

    @Override
    public void gate(
            ReleaseId release,
            String task,
            String decision,
            @Nullable String onBehalfOf,
            String evidenceDigest,
            String reason,
            Map<String, String> stated) {
        refuse();
        statements.put(task, stated);
        standIns.add(onBehalfOf);
        taken.add(new Taken(task, decision, evidenceDigest, reason, Acts.current()));
    }

    @Override
    public Map<String, String> statedBefore(ReleaseId release, String task) {
        return statements.getOrDefault(task, Map.of());
    }

    @Override
    public void note(ReleaseId release, String task, Map<String, String> facts) {
        refuse();
        if ("RESIDUAL_RISK".equals(task)) {
            residualRisk.putAll(facts);
            return;
        }
        taken.add(new Taken(task, facts.getOrDefault("decision", ""), "", facts.toString(), Acts.current()));
    }

    @Override
    public void requireFree(ReleaseId release, String task, String subject) {
        String duty = duties.get(subject);
        if (duty != null && !duty.equals(task)) {
            throw DomainException.forbidden("SEPARATION_OF_DUTIES", "holds " + duty);
        }
    }

    @Override
    public boolean mayStandIn(ReleaseId release, String task, String principal, String deputy) {
        return principal.equals(deputies.get(deputy));
    }

    @Override
    public List<String> deputies(ReleaseId release, String task, String principal) {
        return deputies.entrySet().stream()
                .filter(named -> named.getValue().equals(principal))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public TaskTerms terms(ReleaseId release, String task) {
        return terms;
    }

    void forget() {
        residualRisk.clear();
        statements.clear();
        taken.clear();
        duties.clear();
        deputies.clear();
        standIns.clear();
        refusal = null;
        terms = TERMS;
    }

    private void refuse() {
        if (refusal != null) {
            throw refusal;
        }
    }
}
