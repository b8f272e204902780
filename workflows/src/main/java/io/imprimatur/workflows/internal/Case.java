package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Act;
import io.imprimatur.identity.Actor;
import io.imprimatur.identity.Role;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.Verdict;
import io.imprimatur.workflows.Variables;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;

/** What a step may know and say of its case, in the house's own types. */
record Case(DelegateExecution execution) {

    ReleaseId release() {
        return ReleaseId.of(text(Variables.RELEASE));
    }

    String text(String variable) {
        return String.valueOf(execution.getVariable(variable));
    }

    int number(String variable, int otherwise) {
        return execution.getVariable(variable) instanceof Integer number ? number : otherwise;
    }

    Case set(String variable, Object value) {
        execution.setVariable(variable, value);
        return this;
    }

    Case set(Verdict verdict) {
        return set(Variables.VERDICT, verdict.outcome().name().toLowerCase(Locale.ROOT));
    }

    /** The act that this step continues: of the person who acted last, or of the house itself. */
    Act act() {
        String process = execution instanceof ExecutionEntity entity
                ? entity.getProcessDefinition().getKey()
                : execution.getProcessDefinitionId();
        String cause = process + "/" + execution.getCurrentActivityId();
        Object subject = execution.getVariable(Variables.ACTED_BY);
        if (subject == null || Actor.SYSTEM.subject().equals(subject)) {
            return Act.system(cause).concerning(release());
        }
        Optional<Role> role = Role.ofGroup(text(Variables.ACTED_ROLE));
        Actor actor = new Actor(String.valueOf(subject), role.map(Set::of).orElse(Set.of()));
        return Act.of(actor, cause).concerning(release());
    }
}
