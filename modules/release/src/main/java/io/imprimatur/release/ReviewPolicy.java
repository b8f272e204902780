package io.imprimatur.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * Who must approve a release, how many of them, and for how long: one set of rules for each risk class. A release keeps
 * the policy that was in force when it was submitted.
 *
 * @param revision counted from 1; 0 is the policy that comes with the house
 * @param classes by the name of the risk class
 * @param deputies the gates at which a deputy may stand in for a reviewer of the same role
 * @param document the policy as it was proposed
 */
public record ReviewPolicy(int revision, Map<String, ClassRules> classes, Set<Gate> deputies, JsonNode document) {

    /** The class whose rules hold while the class is not known yet, and for a class without rules of its own. */
    public static final String STRICTEST = "high";

    public ReviewPolicy {
        classes = Map.copyOf(classes);
        deputies = Set.copyOf(deputies);
    }

    public ClassRules of(String riskClass) {
        ClassRules rules = classes.get(riskClass);
        return rules == null ? strictest() : rules;
    }

    private ClassRules strictest() {
        ClassRules rules = classes.get(STRICTEST);
        if (rules == null) {
            throw new IllegalStateException("a policy without the class " + STRICTEST);
        }
        return rules;
    }
}
