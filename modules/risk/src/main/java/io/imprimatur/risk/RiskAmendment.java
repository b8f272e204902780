package io.imprimatur.risk;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a risk manager rates one risk, and why.
 *
 * @param risk the id of the risk
 * @param named the area and title of a risk that the evidence did not show; null for one that the register has
 * @param reason why, for the next reviewer and the auditor
 */
public record RiskAmendment(
        String risk,
        @Nullable Named named,
        Rating inherent,
        String mitigation,
        Rating residual,
        String owner,
        String reason) {

    private static final int LONGEST_TEXT = 2_000;
    private static final int LONGEST_TITLE = 200;
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+){0,7}");

    /** A risk that a person saw. */
    public record Named(RiskArea area, String title) {}

    /**
     * Reads an amendment: {@code {"likelihood", "impact", "mitigation", "residualLikelihood", "residualImpact", "owner",
     * "reason"}}, with {@code "area"} and {@code "title"} for a risk that the register does not have.
     *
     * @throws DomainException RISK_AMENDMENT_INVALID naming every fault
     */
    public static RiskAmendment read(String risk, JsonNode document) {
        List<Fault> faults = new ArrayList<>();
        if (!ID.matcher(risk).matches() || risk.length() > 60) {
            faults.add(new Fault("", "A risk's name is of small letters, digits and hyphens, such as worst-slice."));
        }
        RiskAmendment amendment = new RiskAmendment(
                risk,
                named(document, faults),
                new Rating(level(document, "likelihood", faults), level(document, "impact", faults)),
                text(document, "mitigation", false, faults),
                new Rating(level(document, "residualLikelihood", faults), level(document, "residualImpact", faults)),
                owner(document, faults),
                text(document, "reason", true, faults));
        if (!faults.isEmpty()) {
            throw DomainException.unprocessable(
                    "RISK_AMENDMENT_INVALID", "The amendment has faults; mend each and send it again.", faults);
        }
        return amendment;
    }

    private static int level(JsonNode document, String member, List<Fault> faults) {
        JsonNode level = document.path(member);
        if (!level.isInt() || level.intValue() < Rating.LOWEST || level.intValue() > Rating.HIGHEST) {
            faults.add(new Fault("/" + member, "A whole number from 1 (very low) to 5 (very high)."));
            return Rating.HIGHEST;
        }
        return level.intValue();
    }

    private static String text(JsonNode document, String member, boolean needed, List<Fault> faults) {
        JsonNode text = document.path(member);
        boolean absent = text.isMissingNode() || text.isNull();
        if (!absent && !text.isTextual() || text.asText().length() > LONGEST_TEXT) {
            faults.add(new Fault("/" + member, "A text of at most " + LONGEST_TEXT + " characters."));
        } else if (needed && (absent || text.asText().isBlank())) {
            faults.add(new Fault("/" + member, "Say it in a sentence."));
        }
        return absent ? "" : text.asText().strip();
    }

    private static String owner(JsonNode document, List<Fault> faults) {
        String owner = text(document, "owner", false, faults);
        if (!owner.isEmpty()
                && Role.ofGroup(owner).filter(RiskAmendment::answersForRisks).isEmpty()) {
            faults.add(new Fault("/owner", "A role, such as risk-manager or operator; never a person."));
        }
        return owner;
    }

    /** Clients of predictions are programs. */
    private static boolean answersForRisks(Role role) {
        return role != Role.PREDICTION_CLIENT;
    }

    private static @Nullable Named named(JsonNode document, List<Fault> faults) {
        if (!document.has("area") && !document.has("title")) {
            return null;
        }
        String title = text(document, "title", true, faults);
        if (title.length() > LONGEST_TITLE) {
            faults.add(new Fault("/title", "At most " + LONGEST_TITLE + " characters."));
        }
        for (RiskArea area : RiskArea.values()) {
            if (area.name().equals(document.path("area").asText().toUpperCase(Locale.ROOT))) {
                return new Named(area, title);
            }
        }
        faults.add(new Fault("/area", "One of " + List.of(RiskArea.values()) + "."));
        return null;
    }
}
