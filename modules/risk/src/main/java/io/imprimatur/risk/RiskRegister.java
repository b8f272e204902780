package io.imprimatur.risk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The risks of one release (ISO 31000:2018, 6.7: recording and reporting). It is filled in from the evidence, amended by
 * the risk manager with a reason, and is evidence itself: whoever approves, approves this very register.
 *
 * @param risks by area, and by name within it
 */
public record RiskRegister(List<Risk> risks) {

    /** What is found of a risk that no evidence shows. */
    static final String NAMED = "Named by the risk manager.";

    private static final String SCALE =
            "Likelihood and impact from 1 (very low) to 5 (very high); level by NIST SP 800-30 Rev. 1, table I-2.";
    private static final Comparator<Risk> ORDER =
            Comparator.comparing(Risk::area).thenComparing(Risk::id);

    public RiskRegister {
        risks = risks.stream().sorted(ORDER).toList();
    }

    /** As it was written; empty where the document is none. */
    public static Optional<RiskRegister> of(JsonNode document) {
        if (!document.path("risks").isObject()) {
            return Optional.empty();
        }
        List<Risk> risks = new ArrayList<>();
        document.path("risks").fields().forEachRemaining(risk -> risks.add(Risk.of(risk.getKey(), risk.getValue())));
        return Optional.of(new RiskRegister(risks));
    }

    /** {@code {"scale", "highestResidual", "risks": {id: {…}}}}: by id, so that what changes can be read by its name. */
    public ObjectNode document() {
        ObjectNode document = CanonicalJson.object().put("scale", SCALE);
        risks.stream()
                .map(risk -> risk.residual().level())
                .max(Comparator.naturalOrder())
                .ifPresent(level -> document.put("highestResidual", level.name()));
        ObjectNode byId = document.putObject("risks");
        risks.forEach(risk -> byId.set(risk.id(), risk.document()));
        return document;
    }

    /**
     * The register with one risk rated by a person.
     *
     * @throws DomainException RISK_UNKNOWN for a risk that is neither here nor named with its area and title
     */
    public RiskRegister amend(RiskAmendment amendment) {
        Map<String, Risk> byId = byId();
        Risk before = byId.get(amendment.risk());
        RiskAmendment.Named named = named(before, amendment);
        if (named == null) {
            throw DomainException.unknown(
                    "RISK_UNKNOWN",
                    "The register has no risk '" + amendment.risk() + "'. It has " + byId.keySet()
                            + "; to add one, send its area and title too.");
        }
        byId.put(
                amendment.risk(),
                new Risk(
                        amendment.risk(),
                        named.area(),
                        named.title(),
                        before == null ? NAMED : before.finding(),
                        amendment.inherent(),
                        amendment.mitigation(),
                        amendment.residual(),
                        amendment.owner(),
                        amendment.reason()));
        return new RiskRegister(List.copyOf(byId.values()));
    }

    /**
     * This register, filled in anew, with what a person judged before wherever it rests on the same finding. A risk that
     * a person named stays; a judgement on figures that have changed since does not.
     */
    public RiskRegister keeping(RiskRegister before) {
        Map<String, Risk> byId = byId();
        for (Risk judged : before.risks()) {
            Risk fresh = byId.get(judged.id());
            boolean stands = fresh == null ? judged.finding().equals(NAMED) : fresh.restsOnTheSameAs(judged);
            if (judged.amended() != null && stands) {
                byId.put(judged.id(), judged);
            }
        }
        return new RiskRegister(List.copyOf(byId.values()));
    }

    /** @throws DomainException RISK_UNTREATED naming each high residual risk without a mitigation or an owner */
    public void requireTreated() {
        List<String> untreated =
                risks.stream().filter(Risk::isUntreated).map(Risk::id).toList();
        if (!untreated.isEmpty()) {
            throw DomainException.conflict(
                    "RISK_UNTREATED",
                    "A high residual risk needs a mitigation and an owner before it is accepted: " + untreated
                            + ". Amend the register: PUT /api/releases/{release}/risk-register/{risk}.");
        }
    }

    /** What the risk is about: a person may name it only where the evidence does not. */
    private static RiskAmendment.@Nullable Named named(@Nullable Risk before, RiskAmendment amendment) {
        boolean evident = before != null && !before.finding().equals(NAMED);
        return before != null && (evident || amendment.named() == null)
                ? new RiskAmendment.Named(before.area(), before.title())
                : amendment.named();
    }

    private Map<String, Risk> byId() {
        Map<String, Risk> byId = new LinkedHashMap<>();
        risks.forEach(risk -> byId.put(risk.id(), risk));
        return byId;
    }
}
