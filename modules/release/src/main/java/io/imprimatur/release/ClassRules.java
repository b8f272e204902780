package io.imprimatur.release;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a risk class demands of its approvals.
 *
 * @param approvers how many people must approve at each gate
 * @param validity how long an approval lets traffic grow
 * @param remindBefore how long before its expiry an approval may be renewed, and its renewal is asked for
 * @param grace how long after its expiry the version may keep the traffic that it has
 * @param afterGrace where the traffic goes then
 */
public record ClassRules(
        Map<Gate, Integer> approvers, Duration validity, Duration remindBefore, Duration grace, AfterGrace afterGrace) {

    public ClassRules {
        approvers = Collections.unmodifiableMap(new TreeMap<>(approvers));
    }
}
