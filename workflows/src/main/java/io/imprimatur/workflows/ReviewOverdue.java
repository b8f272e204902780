package io.imprimatur.workflows;

import io.imprimatur.kernel.ReleaseId;
import java.time.Instant;
import java.util.List;

/**
 * A person's task is overdue and somebody is told so; fired in the transaction that wrote it into the ledger.
 *
 * @param taskName what the task is called in Tasklist
 * @param role the group whose members may do the task
 * @param dueAt when it was due
 * @param people by Keycloak {@code sub}: who claimed it at a reminder, the deputies of that person after it; empty where
 *     it concerns everybody of {@link #group}
 */
public record ReviewOverdue(
        ReleaseId releaseId, String taskName, Step step, String role, Instant dueAt, List<String> people) {

    private static final String LEAD = "-lead";

    /** How far the chase has gone. */
    public enum Step {
        REMINDER,
        DEPUTY,
        LEAD
    }

    public ReviewOverdue {
        people = List.copyOf(people);
    }

    /** The group of those who lead a role. Being in it gives no right to decide: that takes the role itself. */
    public static String leadOf(String role) {
        return role + LEAD;
    }

    /** The Keycloak group that is told, unless people are named. */
    public String group() {
        return step == Step.LEAD ? leadOf(role) : role;
    }
}
