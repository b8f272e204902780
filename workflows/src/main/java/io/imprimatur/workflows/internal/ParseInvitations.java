package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.workflows.Variables;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.task.IdentityLink;

/** Has reviewers told of every user task of every process, in the transaction that creates it. */
final class ParseInvitations extends AbstractBpmnParseListener {

    private final Invitations invitations;

    ParseInvitations(Invitations invitations) {
        this.invitations = invitations;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        ((UserTaskActivityBehavior) activity.getActivityBehavior())
                .getTaskDefinition()
                .addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, this::created);
    }

    private void created(DelegateTask task) {
        Set<String> groups = task.getCandidates().stream()
                .map(IdentityLink::getGroupId)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        Date due = task.getDueDate();
        Instant until = due == null ? null : due.toInstant();
        ReleaseId release = ReleaseId.of(String.valueOf(task.getVariable(Variables.RELEASE)));
        invitations.invite(release, task.getTaskDefinitionKey(), groups, until, task.getId());
    }
}
