package io.imprimatur.release;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules that hold for one release, for everybody to see.
 *
 * @param policy the revision of the policy that it was submitted under
 * @param riskClass by the latest risk assessment; the strictest while there is none
 * @param approvers how many people must approve at each gate
 * @param missing how many are still missing at each gate
 * @param deputies where a deputy may stand in
 */
public record ReviewTerms(
        int policy,
        String riskClass,
        Map<Gate, Integer> approvers,
        Map<Gate, Integer> missing,
        Set<Gate> deputies,
        Duration validity,
        Duration remindBefore,
        Duration grace,
        AfterGrace afterGrace) {

    public ReviewTerms {
        approvers = Collections.unmodifiableMap(new TreeMap<>(approvers));
        missing = Collections.unmodifiableMap(new TreeMap<>(missing));
        deputies = Set.copyOf(deputies);
    }
}
