package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.workflows.Processes;
import io.imprimatur.workflows.Variables;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.task.IdentityLink;

/**
 * Gives every new task of a person its due date, its priority and the risk class that Tasklist's filters ask for, and
 * lets the process {@code overdue-task} run beside it until it is completed or dropped.
 */
final class TaskDesk implements TaskListener {

    private final Decisions decisions;

    TaskDesk(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public void notify(DelegateTask task) {
        RuntimeService runtime = task.getProcessEngineServices().getRuntimeService();
        if (EVENTNAME_CREATE.equals(task.getEventName())) {
            runtime.startProcessInstanceByKey(Processes.OVERDUE_TASK, task.getId(), furnish(task));
        } else {
            runtime.createExecutionQuery()
                    .processInstanceBusinessKey(task.getId())
                    .messageEventSubscriptionName(Processes.TASK_DONE)
                    .list()
                    .forEach(chase -> runtime.messageEventReceived(Processes.TASK_DONE, chase.getId()));
        }
    }

    private Map<String, Object> furnish(DelegateTask task) {
        String release = String.valueOf(task.getVariable(Variables.RELEASE));
        TaskTerms terms = decisions.terms(ReleaseId.of(release), task.getTaskDefinitionKey());
        Date due = sooner(after(task.getCreateTime(), terms.due()), task.getVariable(Variables.GRACE_END));
        Date deputy = after(due, terms.patience());
        task.setDueDate(due);
        task.setPriority(terms.priority());
        task.setVariableLocal(Variables.RISK_CLASS, terms.riskClass());
        Map<String, Object> chase = new HashMap<>();
        chase.put(Variables.RELEASE, release);
        chase.put(Variables.TASK, task.getId());
        chase.put(Variables.TASK_ROLE, role(task));
        TaskGuard.review(task).ifPresent(review -> chase.put(Variables.REVIEW, review));
        chase.put(Variables.DUE_AT, due);
        chase.put(Variables.DEPUTY_AT, deputy);
        chase.put(Variables.LEAD_AT, after(deputy, terms.patience()));
        return chase;
    }

    private static String role(DelegateTask task) {
        return task.getCandidates().stream()
                .map(IdentityLink::getGroupId)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(task.getTaskDefinitionKey() + " is nobody's task"));
    }

    /** A re-attestation is due before its grace period ends, however long the class gives. */
    private static Date sooner(Date due, Object graceEnd) {
        return graceEnd instanceof Date end && end.before(due) ? end : due;
    }

    private static Date after(Date moment, Duration time) {
        return Date.from(moment.toInstant().plus(time));
    }
}
