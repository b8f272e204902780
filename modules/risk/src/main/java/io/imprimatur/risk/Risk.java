package io.imprimatur.risk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.imprimatur.kernel.CanonicalJson;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that may go wrong. What remains of it after its mitigation is the residual risk (ISO 31000:2018, 6.5).
 *
 * @param id stable, in small letters: {@code worst-slice}
 * @param title what may go wrong, in a sentence
 * @param finding what was measured or found, with figures; what nobody measured is said so
 * @param inherent before any mitigation
 * @param mitigation what is done about it; empty when nothing is
 * @param owner who answers for it: a role by its group's name, never a person; empty when nobody does
 * @param amended why a risk manager rated it otherwise than the evidence did; null when nobody has
 */
public record Risk(
        String id,
        RiskArea area,
        String title,
        String finding,
        Rating inherent,
        String mitigation,
        Rating residual,
        String owner,
        @Nullable String amended) {

    /** Whether what remains is high, and nothing is done about it or nobody answers for it. */
    public boolean isUntreated() {
        return residual.level().needsTreatment() && (mitigation.isBlank() || owner.isBlank());
    }

    /** The same facts about the same thing: a judgement of the one holds for the other. */
    boolean restsOnTheSameAs(Risk other) {
        return id.equals(other.id) && area == other.area && finding.equals(other.finding);
    }

    ObjectNode document() {
        ObjectNode document = CanonicalJson.object()
                .put("area", area.name())
                .put("title", title)
                .put("finding", finding)
                .put("likelihood", inherent.likelihood())
                .put("impact", inherent.impact())
                .put("level", inherent.level().name())
                .put("mitigation", mitigation)
                .put("residualLikelihood", residual.likelihood())
                .put("residualImpact", residual.impact())
                .put("residualLevel", residual.level().name())
                .put("owner", owner);
        if (amended != null) {
            document.put("amended", amended);
        }
        return document;
    }

    static Risk of(String id, JsonNode document) {
        return new Risk(
                id,
                RiskArea.valueOf(document.path("area").asText()),
                document.path("title").asText(),
                document.path("finding").asText(),
                new Rating(
                        document.path("likelihood").asInt(),
                        document.path("impact").asInt()),
                document.path("mitigation").asText(),
                new Rating(
                        document.path("residualLikelihood").asInt(),
                        document.path("residualImpact").asInt()),
                document.path("owner").asText(),
                document.has("amended")
                        ? Objects.requireNonNull(document.get("amended")).asText()
                        : null);
    }
}
