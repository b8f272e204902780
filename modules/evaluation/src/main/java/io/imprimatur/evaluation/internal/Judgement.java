package io.imprimatur.evaluation.internal;

import io.imprimatur.evaluation.EvaluationCriteria;
import io.imprimatur.evaluation.EvaluationCriteria.Bound;
import io.imprimatur.evaluation.EvaluationCriteria.Margin;
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
    public static Verdict of(
            EvaluationCriteria criteria, Report challenger, @Nullable Report champion, @Nullable Report parent) {
        List<String> reasons = new ArrayList<>();
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Bound bound : criteria.bounds()) {
            double value = metric(challenger, bound.metric());
            figures.put(bound.metric(), finite(value));
            judge(bound, value, reasons);
        }
        if (champion != null) {
            for (Margin margin : criteria.againstChampion()) {
                compare(margin, "champion", challenger, champion, figures, reasons);
            }
        }
        if (parent != null && criteria.againstParent().isEmpty()) {
            reasons.add(
                    "The version was made from another one, and the plan sets no margin against it: againstParent.");
        }
        if (parent == null && !criteria.againstParent().isEmpty()) {
            reasons.add("The plan sets a margin against a parent, and the version names none.");
        }
        if (parent != null) {
            for (Margin margin : criteria.againstParent()) {
                compare(margin, "parent", challenger, parent, figures, reasons);
            }
        }
        return reasons.isEmpty() ? Verdict.pass(figures) : Verdict.fail(reasons, figures);
    }

    private static void compare(
            Margin margin, String whose, Report one, Report other, Map<String, Double> figures, List<String> reasons) {
        double own = metric(one, margin.metric());
        double its = metric(other, margin.metric());
        figures.put(margin.metric(), finite(own));
        figures.put(whose + "." + margin.metric(), finite(its));
        double worse = SMALLER_IS_BETTER.contains(base(margin.metric())) ? own - its : its - own;
        if (!(worse <= margin.worseByAtMost())) {
            reasons.add(margin.metric() + " is " + shown(own) + ", the " + whose + "'s is " + shown(its)
                    + ": worse by more than the plan's " + shown(margin.worseByAtMost()) + ".");
        }
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
