package io.imprimatur.release;

import io.imprimatur.identity.Role;
import java.util.EnumSet;
import java.util.Set;

/** A decision that a person must take before a release goes on. */
public enum Gate {
    PRIVACY(
            Role.PRIVACY_OFFICER,
            EnumSet.of(EvidenceKind.MODEL_CARD, EvidenceKind.INTAKE, EvidenceKind.EVALUATION, EvidenceKind.PRIVACY)),
    RISK(Role.RISK_MANAGER, EnumSet.complementOf(EnumSet.of(EvidenceKind.AB_TEST))),
    SIGN_OFF(Role.RELEASE_MANAGER, EnumSet.allOf(EvidenceKind.class));

    private final Role role;
    private final Set<EvidenceKind> scope;

    Gate(Role role, Set<EvidenceKind> scope) {
        this.role = role;
        this.scope = Set.copyOf(scope);
    }

    /** Who decides here. */
    public Role role() {
        return role;
    }

    /** The evidence that the decision rests on, beside the artifact and the plan. */
    public Set<EvidenceKind> scope() {
        return scope;
    }

    public boolean covers(EvidenceKind kind) {
        return scope.contains(kind);
    }

    /** What must lie before the gate to approve: its scope, but for the A/B test, which a first champion never has. */
    public Set<EvidenceKind> demanded() {
        Set<EvidenceKind> demanded = EnumSet.copyOf(scope);
        demanded.remove(EvidenceKind.AB_TEST);
        return demanded;
    }
}
