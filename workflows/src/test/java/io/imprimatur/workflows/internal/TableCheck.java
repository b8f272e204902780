package io.imprimatur.workflows.internal;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;

/**
 * Tries a decision table with every case there is: each input takes each value that some rule names, and one that none
 * does. A table whose input lists its values is tried with these alone.
 */
final class TableCheck {

    private static final String SOMETHING_ELSE = "something else";
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    private final DmnModelInstance model;
    private final DecisionTable table;
    private final boolean first;
    private final DmnEngine engine;
    private final DmnDecision decision;
    private final List<String> matched = new ArrayList<>();

    private TableCheck(InputStream stream) {
        model = Dmn.readModelFromStream(stream);
        table = model.getModelElementsByType(DecisionTable.class).iterator().next();
        first = table.getHitPolicy() == HitPolicy.FIRST;
        DefaultDmnEngineConfiguration configuration =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.getCustomPostDecisionTableEvaluationListeners().add(this::remember);
        engine = configuration.buildEngine();
        // All rules that match are wanted, not only what the table makes of them.
        table.setHitPolicy(HitPolicy.COLLECT);
        decision = engine.parseDecisions(model).get(0);
    }

    static List<String> faults(InputStream stream) {
        return new TableCheck(stream).faults();
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        Set<String> reached = new LinkedHashSet<>();
        for (Map<String, Object> given : cases()) {
            List<String> rules = matching(given);
            if (rules.isEmpty()) {
                faults.add("no rule for " + given);
            } else if (rules.size() > 1 && !first) {
                faults.add(rules + " all claim " + given);
            }
            rules.stream().limit(first ? 1 : rules.size()).forEach(reached::add);
        }
        table.getRules().stream()
                .map(Rule::getId)
                .filter(rule -> !reached.contains(rule))
                .forEach(rule -> faults.add(rule + " is never reached"));
        return faults;
    }

    private List<String> matching(Map<String, Object> given) {
        matched.clear();
        try {
            engine.evaluateDecisionTable(decision, Variables.fromMap(given));
        } catch (DmnEngineException e) {
            throw new AssertionError("cannot decide " + given, e);
        }
        return List.copyOf(matched);
    }

    private void remember(DmnDecisionTableEvaluationEvent event) {
        event.getMatchingRules().forEach(rule -> matched.add(rule.getId()));
    }

    private List<Map<String, Object>> cases() {
        List<Map<String, Object>> cases = List.of(Map.of());
        int column = 0;
        for (Input input : table.getInputs()) {
            List<Map<String, Object>> wider = new ArrayList<>();
            for (Object value : values(input, column)) {
                for (Map<String, Object> narrower : cases) {
                    Map<String, Object> each = new TreeMap<>(narrower);
                    each.put(input.getInputExpression().getTextContent().strip(), value);
                    wider.add(each);
                }
            }
            cases = wider;
            column++;
        }
        return cases;
    }

    private Set<Object> values(Input input, int column) {
        if ("boolean".equals(input.getInputExpression().getTypeRef())) {
            return new LinkedHashSet<>(List.of(true, false));
        }
        if (input.getInputValues() != null) {
            return texts(input.getInputValues().getTextContent());
        }
        Set<Object> values = new LinkedHashSet<>();
        for (Rule rule : table.getRules()) {
            List<InputEntry> entries = new ArrayList<>(rule.getInputEntries());
            values.addAll(texts(entries.get(column).getTextContent()));
        }
        values.add(SOMETHING_ELSE);
        return values;
    }

    private static Set<Object> texts(String cell) {
        Set<Object> texts = new LinkedHashSet<>();
        Matcher matcher = TEXT.matcher(cell);
        while (matcher.find()) {
            texts.add(matcher.group(1));
        }
        return texts;
    }
}
