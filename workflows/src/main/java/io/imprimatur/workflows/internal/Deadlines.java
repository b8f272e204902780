package io.imprimatur.workflows.internal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** When a person's task is due, and how urgent it is: by the risk class of its release, and sooner after an incident. */
@ApplicationScoped
public class Deadlines {

    private static final String INCIDENT = "Task_IncidentReview";
    private static final int MOST_URGENT = 90;
    private static final Map<String, Integer> PRIORITIES = Map.of("high", 75, "limited", 50, "minimal", 25);

    private final Duration high;
    private final Duration limited;
    private final Duration minimal;
    private final Duration incident;
    private final Duration patience;

    @Inject
    public Deadlines(
            @ConfigProperty(name = "imprimatur.tasks.due.high", defaultValue = "P3D") Duration high,
            @ConfigProperty(name = "imprimatur.tasks.due.limited", defaultValue = "P5D") Duration limited,
            @ConfigProperty(name = "imprimatur.tasks.due.minimal", defaultValue = "P10D") Duration minimal,
            @ConfigProperty(name = "imprimatur.tasks.due.incident", defaultValue = "P1D") Duration incident,
            @ConfigProperty(name = "imprimatur.tasks.patience", defaultValue = "P1D") Duration patience) {
        this.high = high;
        this.limited = limited;
        this.minimal = minimal;
        this.incident = incident;
        this.patience = patience;
    }

    /** For the container's proxy only. */
    protected Deadlines() {
        this(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** A class that is none of the known ones is held to the terms of the strictest. */
    TaskTerms of(String riskClass, String task) {
        if (INCIDENT.equals(task)) {
            return new TaskTerms(riskClass, MOST_URGENT, incident, patience);
        }
        Duration due = switch (riskClass) {
            case "minimal" -> minimal;
            case "limited" -> limited;
            default -> high;
        };
        return new TaskTerms(riskClass, PRIORITIES.getOrDefault(riskClass, 75), due, patience);
    }
}
