package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ReleaseId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the decisions of user tasks go. Each method runs in the transaction of the command and may refuse it. */
interface Decisions {

    /**
     * Decides a gate in the name of the act in progress.
     *
     * @param task the id of the gate's user task
     * @param decision {@code approve}, {@code return} or {@code reject}
     * @param onBehalfOf whose task a deputy completes; null when the reviewer's own
     * @param evidenceDigest what the reviewer saw
     * @param stated what the reviewer answered beside it, by the names of the questions
     * @throws io.imprimatur.kernel.DomainException when the reviewer may not, or saw other evidence
     */
    void gate(
            ReleaseId release,
            String task,
            String decision,
            @Nullable String onBehalfOf,
            String evidenceDigest,
            String reason,
            Map<String, String> stated);

    /** What was stated when the gate last approved; empty when it never has, or stated nothing. */
    Map<String, String> statedBefore(ReleaseId release, String task);

    /** Writes down what a person did in a task that is no gate. */
    void note(ReleaseId release, String task, Map<String, String> facts);

    /** Refuses a person who already holds another duty in this release: forbidden, SEPARATION_OF_DUTIES. */
    void requireFree(ReleaseId release, String task, String subject);

    /** Whether a deputy may complete the gate's task that another reviewer claimed. */
    boolean mayStandIn(ReleaseId release, String task, String principal, String deputy);

    /** Who may stand in for the principal at the gate now, by subject. */
    List<String> deputies(ReleaseId release, String task, String principal);

    /** What a new task of the release is held to. */
    TaskTerms terms(ReleaseId release, String task);
}
