package io.imprimatur.release;

import java.util.List;

/** A phase of live traffic, and the gates that must have approved before it. */
public enum Phase {
    PILOT(List.of(Gate.PRIVACY, Gate.RISK)),
    AB_TEST(List.of(Gate.PRIVACY, Gate.RISK)),
    ROLLOUT(List.of(Gate.PRIVACY, Gate.RISK, Gate.SIGN_OFF));

    private final List<Gate> gates;

    Phase(List<Gate> gates) {
        this.gates = gates;
    }

    /** In the order of the road; the last one's evidence covers that of those before it. */
    public List<Gate> gates() {
        return gates;
    }
}
