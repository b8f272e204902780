package io.imprimatur.workflows.internal;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;

import io.imprimatur.identity.Role;
import io.imprimatur.workflows.Variables;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.ProcessInstancePermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.SystemPermissions;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;

/**
 * What each group may do in the engine's web applications. Reviewers see Tasklist and, there, the tasks of their own
 * group, which the engine grants with each candidate group; nobody gets READ_TASK or UPDATE_TASK on a definition,
 * because that would open the tasks of every group. Operators look into Cockpit and Admin and may retry a failed job;
 * nobody may change a running case.
 */
final class Access {

    private static final List<Role> REVIEWERS =
            List.of(Role.ML_ENGINEER, Role.PRIVACY_OFFICER, Role.RISK_MANAGER, Role.RELEASE_MANAGER, Role.OPERATOR);

    private static final String MY_TASKS = "My tasks";
    private static final String MY_ROLES_TASKS = "My role's tasks";
    private static final String OVERDUE = "Overdue";
    /** The property of a filter that comes with the archive. */
    private static final String HOUSE = "house";

    private static final List<String> RISK_CLASSES = List.of("high", "limited", "minimal", "unacceptable");

    private final AuthorizationService authorizations;
    private final FilterService filters;
    private final TaskService tasks;

    Access(ProcessEngine engine) {
        this.authorizations = engine.getAuthorizationService();
        this.filters = engine.getFilterService();
        this.tasks = engine.getTaskService();
    }

    /** Grants what is missing and says stored filters anew; running it again changes nothing. */
    void grant() {
        for (Role reviewer : REVIEWERS) {
            grant(reviewer, Resources.APPLICATION, "tasklist", Permissions.ACCESS);
            grant(reviewer, Resources.FILTER, ANY, Permissions.READ);
            if (reviewer != Role.OPERATOR) {
                grant(reviewer, Resources.PROCESS_DEFINITION, ANY, ProcessDefinitionPermissions.READ);
            }
        }
        grantOperator();
        grantFilters();
    }

    private void grantFilters() {
        filter(
                MY_TASKS,
                1,
                "Tasks that you have claimed",
                tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}"));
        filter(MY_ROLES_TASKS, 2, "Tasks that wait for somebody of your role", ofMyRole());
        filter(OVERDUE, 3, "Tasks of your role that are overdue", ofMyRole().dueBeforeExpression("${now()}"));
        Set<String> kept = new HashSet<>(List.of(MY_TASKS, MY_ROLES_TASKS, OVERDUE));
        int priority = 4;
        for (String riskClass : RISK_CLASSES) {
            String name = "Risk class " + riskClass;
            filter(
                    name,
                    priority++,
                    "Tasks of your role about a release of risk class " + riskClass,
                    ofMyRole().taskVariableValueEquals(Variables.RISK_CLASS, riskClass));
            kept.add(name);
        }
        forget(kept);
    }

    private TaskQuery ofMyRole() {
        return tasks.createTaskQuery()
                .taskCandidateGroupInExpression("${currentUserGroups()}")
                .includeAssignedTasks();
    }

    private void grantOperator() {
        grant(Role.OPERATOR, Resources.APPLICATION, "cockpit", Permissions.ACCESS);
        grant(Role.OPERATOR, Resources.APPLICATION, "admin", Permissions.ACCESS);
        grant(
                Role.OPERATOR,
                Resources.PROCESS_DEFINITION,
                ANY,
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.READ_HISTORY);
        grant(
                Role.OPERATOR,
                Resources.PROCESS_INSTANCE,
                ANY,
                ProcessInstancePermissions.READ,
                ProcessInstancePermissions.RETRY_JOB);
        grant(Role.OPERATOR, Resources.DECISION_DEFINITION, ANY, Permissions.READ, Permissions.READ_HISTORY);
        grant(Role.OPERATOR, Resources.DEPLOYMENT, ANY, Permissions.READ);
        grant(Role.OPERATOR, Resources.USER, ANY, Permissions.READ);
        grant(Role.OPERATOR, Resources.GROUP, ANY, Permissions.READ);
        grant(Role.OPERATOR, Resources.AUTHORIZATION, ANY, Permissions.READ);
        grant(Role.OPERATOR, Resources.SYSTEM, ANY, SystemPermissions.READ);
    }

    private void grant(Role role, Resource resource, String id, Permission... permissions) {
        Authorization held = authorizations
                .createAuthorizationQuery()
                .groupIdIn(role.group())
                .resourceType(resource)
                .resourceId(id)
                .singleResult();
        Authorization grant =
                held == null ? authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT) : held;
        grant.setGroupId(role.group());
        grant.setResource(resource);
        grant.setResourceId(id);
        grant.setPermissions(permissions);
        authorizations.saveAuthorization(grant);
    }

    /** As it is said here, however an earlier archive said it. What people have made themselves is theirs. */
    private void filter(String name, int priority, String description, TaskQuery query) {
        Filter filter = ours().filter(stored -> stored.getName().equals(name))
                .findFirst()
                .orElseGet(() -> filters.newTaskFilter(name));
        filters.saveFilter(filter.setQuery(query)
                .setProperties(Map.of(
                        "priority",
                        priority,
                        "description",
                        description,
                        "refresh",
                        true,
                        "color",
                        "#345995",
                        HOUSE,
                        true)));
    }

    /** Filters of an earlier archive that this one does not have: known by the mark that each of them bears. */
    private void forget(Set<String> kept) {
        ours().filter(stored -> stored.getProperties().containsKey(HOUSE) && !kept.contains(stored.getName()))
                .map(Filter::getId)
                .toList()
                .forEach(filters::deleteFilter);
    }

    /** A filter that a person made has an owner. */
    private Stream<Filter> ours() {
        return filters.createTaskFilterQuery().list().stream().filter(stored -> stored.getOwner() == null);
    }
}
