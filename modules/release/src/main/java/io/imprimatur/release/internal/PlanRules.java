package io.imprimatur.release.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.Fault;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a plan must satisfy beyond its shape. Every rule reports its own faults; none stops the others. */
final class PlanRules {

    private static final int ALL_TRAFFIC = 10_000;
    private static final Duration LONGEST = Duration.ofDays(366);

    private final JsonNode plan;
    private final List<Fault> faults = new ArrayList<>();

    private PlanRules(JsonNode plan) {
        this.plan = plan;
    }

    static List<Fault> faults(JsonNode plan) {
        PlanRules rules = new PlanRules(plan);
        rules.stagesRiseToAllTraffic();
        rules.pilotIsNotAboveTheFirstStage();
        rules.durationsAreSensible();
        rules.boundsDoNotContradict();
        rules.slicesAreApart();
        rules.selectionRatiosNameASlice();
        rules.guardrailsAreNamedOnce();
        return rules.faults;
    }

    private void stagesRiseToAllTraffic() {
        JsonNode stages = plan.path("stages");
        for (int i = 1; i < stages.size(); i++) {
            int before = stages.path(i - 1).path("share").asInt();
            int share = stages.path(i).path("share").asInt();
            if (share <= before) {
                fault("/stages/" + i + "/share", "must be above the share of the stage before it, " + before);
            }
        }
        int last = stages.size() - 1;
        if (stages.path(last).path("share").asInt() != ALL_TRAFFIC) {
            fault("/stages/" + last + "/share", "the last stage is all traffic: 10000");
        }
    }

    private void pilotIsNotAboveTheFirstStage() {
        int pilot = plan.path("pilot").path("share").asInt();
        int first = plan.path("stages").path(0).path("share").asInt();
        if (pilot > first) {
            fault("/pilot/share", "must not be above the share of the first stage, " + first);
        }
    }

    private void durationsAreSensible() {
        duration("/pilot/hold", false);
        for (int i = 0; i < plan.path("stages").size(); i++) {
            duration("/stages/" + i + "/hold", false);
        }
        if (plan.has("abTest")) {
            duration("/abTest/maximumDuration", true);
        }
    }

    private void duration(String pointer, boolean positive) {
        try {
            Duration duration = Duration.parse(plan.at(pointer).asText());
            if (duration.isNegative() || positive && duration.isZero()) {
                fault(pointer, positive ? "must be longer than nothing" : "must not be negative");
            } else if (duration.compareTo(LONGEST) > 0) {
                fault(pointer, "must not be longer than 366 days");
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            fault(pointer, "is no ISO-8601 duration of days, hours, minutes and seconds, such as PT30M or P2DT12H");
        }
    }

    private void boundsDoNotContradict() {
        JsonNode thresholds = plan.at("/evaluation/thresholds");
        for (int i = 0; i < thresholds.size(); i++) {
            JsonNode threshold = thresholds.path(i);
            if (threshold.has("atLeast")
                    && threshold.has("atMost")
                    && threshold.path("atLeast").asDouble()
                            > threshold.path("atMost").asDouble()) {
                fault("/evaluation/thresholds/" + i + "/atLeast", "is above atMost: no value can satisfy both");
            }
        }
    }

    private void slicesAreApart() {
        JsonNode slices = plan.at("/evaluation/slices");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < slices.size(); i++) {
            String at = "/evaluation/slices/" + i;
            JsonNode slice = slices.path(i);
            if (!names.add(slice.path("name").asText())) {
                fault(at + "/name", "another slice has this name");
            }
            bandsRise(at, slice.path("bands"));
            groupsShareNoValue(at, slice.path("groups"));
        }
    }

    private void bandsRise(String at, JsonNode bands) {
        for (int i = 1; i < bands.size(); i++) {
            if (bands.path(i).asDouble() <= bands.path(i - 1).asDouble()) {
                fault(at + "/bands/" + i, "must be above the border before it");
            }
        }
    }

    private void groupsShareNoValue(String at, JsonNode groups) {
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> group : groups.properties()) {
            for (int i = 0; i < group.getValue().size(); i++) {
                if (!seen.add(group.getValue().path(i).asText())) {
                    String member = group.getKey().replace("~", "~0").replace("/", "~1");
                    fault(at + "/groups/" + member + "/" + i, "another group has this value already");
                }
            }
        }
    }

    private void selectionRatiosNameASlice() {
        Set<String> slices = new HashSet<>();
        plan.at("/evaluation/slices")
                .forEach(slice -> slices.add(slice.path("name").asText()));
        JsonNode thresholds = plan.at("/evaluation/thresholds");
        for (int i = 0; i < thresholds.size(); i++) {
            String metric = thresholds.path(i).path("metric").asText();
            if (metric.startsWith("selectionRatio.")
                    && !slices.contains(metric.substring("selectionRatio.".length()))) {
                fault("/evaluation/thresholds/" + i + "/metric", "names a slice that the plan does not have");
            }
        }
    }

    private void guardrailsAreNamedOnce() {
        Set<String> metrics = new HashSet<>();
        JsonNode guardrails = plan.path("guardrails");
        for (int i = 0; i < guardrails.size(); i++) {
            if (!metrics.add(guardrails.path(i).path("metric").asText())) {
                fault("/guardrails/" + i + "/metric", "another guardrail bounds this metric already");
            }
        }
    }

    private void fault(String pointer, String message) {
        faults.add(new Fault(pointer, message));
    }
}
