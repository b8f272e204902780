package io.imprimatur.workflows.internal;

import io.imprimatur.workflows.Variables;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Puts the guard and the desk on every user task of every process, as built-in listeners that no caller can skip, and lets every
 * process tell its outcome: the property {@code outcome} of the end event it reached.
 */
final class ParseGuards extends AbstractBpmnParseListener {

    private final TaskGuard guard;
    private final TaskDesk desk;

    ParseGuards(TaskGuard guard, TaskDesk desk) {
        this.guard = guard;
        this.desk = desk;
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        TaskDefinition task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, guard);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, guard);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_CREATE, desk);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_COMPLETE, desk);
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_DELETE, desk);
    }

    @Override
    public void parseEndEvent(Element element, ScopeImpl scope, ActivityImpl activity) {
        String outcome = outcome(element);
        if (outcome != null) {
            ExecutionListener tell = execution -> execution.setVariable(Variables.OUTCOME, outcome);
            activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, tell);
        }
    }

    private static @Nullable String outcome(Element element) {
        Element extensions = element.element("extensionElements");
        Element properties = extensions == null ? null : extensions.element("properties");
        if (properties == null) {
            return null;
        }
        return properties.elements("property").stream()
                .filter(property -> Variables.OUTCOME.equals(property.attribute("name")))
                .map(property -> property.attribute("value"))
                .findFirst()
                .orElse(null);
    }
}
