package io.imprimatur.workflows.internal;

import io.imprimatur.workflows.ReviewOverdue;
import io.imprimatur.workflows.Variables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;

/**
 * Goes one step further with an overdue task: reminds, asks the deputies, calls the lead of the role. Each step is in
 * the ledger and is told by {@link ReviewOverdue}. The lead gets the task to see and the claim is taken back; who may
 * decide stays what the task guard says, so nobody gains a right by somebody else's delay.
 */
@Named("escalation")
@ApplicationScoped
public class Escalation extends Step {

    static final String LEDGER_KIND = "REVIEW_OVERDUE";
    private static final int OVERDUE = 100;

    private final Decisions decisions;
    private final Event<ReviewOverdue> events;

    @Inject
    public Escalation(ReleaseDecisions decisions, Event<ReviewOverdue> events) {
        this((Decisions) decisions, events);
    }

    Escalation(Decisions decisions, Event<ReviewOverdue> events) {
        this.decisions = decisions;
        this.events = events;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Escalation() {
        this.decisions = null;
        this.events = null;
    }

    @Override
    void run(Case current) {
        TaskService tasks = current.execution().getProcessEngineServices().getTaskService();
        Task task = tasks.createTaskQuery().taskId(current.text(Variables.TASK)).singleResult();
        if (task == null) {
            return; // Completed at this very moment.
        }
        ReviewOverdue.Step step = ReviewOverdue.Step.valueOf(current.text(Variables.ESCALATION));
        ReviewOverdue overdue = new ReviewOverdue(
                current.release(),
                task.getName(),
                step,
                current.text(Variables.TASK_ROLE),
                ((Date) current.execution().getVariable(Variables.DUE_AT)).toInstant(),
                people(step, task, current));
        if (step == ReviewOverdue.Step.LEAD) {
            // Before it the task itself is left alone: whoever is about to complete it must not lose a race for
            // nothing.
            tasks.setPriority(task.getId(), OVERDUE);
            tasks.setAssignee(task.getId(), null);
            tasks.addCandidateGroup(task.getId(), overdue.group());
        }
        decisions.note(
                current.release(),
                LEDGER_KIND,
                Map.of(
                        "task", task.getTaskDefinitionKey(),
                        "step", step.name(),
                        "group", overdue.group(),
                        "people", String.join(",", overdue.people()),
                        "dueAt", overdue.dueAt().toString()));
        events.fire(overdue);
    }

    private List<String> people(ReviewOverdue.Step step, Task task, Case current) {
        String claimedBy = task.getAssignee();
        if (claimedBy == null || step == ReviewOverdue.Step.LEAD) {
            return List.of();
        }
        if (step == ReviewOverdue.Step.REMINDER) {
            return List.of(claimedBy);
        }
        return current.execution().hasVariable(Variables.REVIEW)
                ? decisions.deputies(current.release(), current.text(Variables.REVIEW), claimedBy)
                : List.of();
    }
}
