package io.imprimatur.workflows.internal;

import io.imprimatur.release.Gate;
import io.imprimatur.release.Releases;
import io.imprimatur.workflows.Variables;
import java.util.List;
import java.util.Objects;

/** How many reviewers a gate waits for: those whose approval does not stand. A gate that waits for nobody is passed. */
final class Reviews {

    private static final String APPROVE = "approve";

    private Reviews() {}

    static void ask(Case current, Releases releases, Gate gate) {
        int missing = Objects.requireNonNull(
                releases.get(current.release()).terms().missing().get(gate));
        current.set(Variables.REVIEWERS, missing).set(Variables.DECISION, APPROVE);
    }

    /** Asks one person of each of these roles, all at the same time. */
    static void ask(Case current, List<String> roles) {
        current.set(Variables.REVIEWERS, roles.size())
                .set(Variables.REVIEWER_ROLES, String.join(",", roles))
                .set(Variables.DECISION, APPROVE);
    }
}
