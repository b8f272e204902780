package io.imprimatur.evaluation.internal;

import io.imprimatur.evaluation.EvaluationCriteria;
import io.imprimatur.evaluation.EvaluationCriteria.Bound;
import io.imprimatur.evaluation.EvaluationCriteria.ChampionBound;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.kernel.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares a report with the criteria, in a reviewer's words. */
public final class Judgement {

    /** Of these metrics, less is better. */
    private static final Set<String> SMALLER_IS_BETTER = Set.of("brier", "logLoss");

    private Judgement() {}

    /** @throws DomainException METRIC_UNKNOWN for a metric the report does not have */
    public static Verdict of(EvaluationCriteria criteria, Report challenger, @Nullable Report champion) {
        List<String> reasons = new ArrayList<>();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Bound bound : criteria.bounds()) {
            double value = metric(challenger, bound.metric());
            figures.put(bound.metric(), finite(value));
            judge(bound, value, reasons);
        }
        if (champion != null) {
            for (ChampionBound bound : criteria.againstChampion()) {
                double own = metric(challenger, bound.metric());
                double other = metric(champion, bound.metric());
                figures.put(bound.metric(), finite(own));
                figures.put("champion." + bound.metric(), finite(other));
                double worse = SMALLER_IS_BETTER.contains(base(bound.metric())) ? own - other : other - own;
                if (!(worse <= bound.worseByAtMost())) {
                    reasons.add(bound.metric() + " is " + shown(own) + ", the champion's is " + shown(other)
                            + ": worse by more than the plan's " + shown(bound.worseByAtMost()) + ".");
                }
            }
        }
        return reasons.isEmpty() ? Verdict.pass(figures) : Verdict.fail(reasons, figures);
    }

    private static void judge(Bound bound, double value, List<String> reasons) {
        Double atLeast = bound.atLeast();
        Double atMost = bound.atMost();
        if (Double.isNaN(value)) {
            reasons.add(bound.metric() + " is not defined on these rows.");
        } else if (atLeast != null && value < atLeast) {
            reasons.add(bound.metric() + " " + shown(value) + " is below the plan's " + shown(atLeast) + ".");
        } else if (atMost != null && value > atMost) {
            reasons.add(bound.metric() + " " + shown(value) + " is above the plan's " + shown(atMost) + ".");
        }
    }

    private static double metric(Report report, String name) {
        Double value = report.metrics().get(name);
        if (value == null) {
            throw DomainException.unprocessable(
                    "METRIC_UNKNOWN",
                    "No metric is called '" + name + "'. There are "
                            + report.metrics().keySet() + ".");
        }
        return value;
    }

    private static String base(String metric) {
        int dot = metric.indexOf('.');
        return dot < 0 ? metric : metric.substring(0, dot);
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
