package io.imprimatur.workflows.internal;

import io.imprimatur.identity.Acts;
import io.imprimatur.kernel.DomainException;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cmd.AbstractExecuteFilterCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.query.NativeQuery;
import org.camunda.bpm.engine.query.Query;

/**
 * The outermost interceptor of the engine. It keeps the act in progress until the command's transaction has committed
 * (Envers asks for the actor only then), takes free text out of completions, refuses what nobody who is logged in may
 * ask of a release's case by the engine's own interface (such as setting its variables), and tells a broken rule or a
 * lost race as what it is, where the engine would wrap it as a server error.
 */
final class CommandGate extends CommandInterceptor {

    private static final String ENGINE = "org.camunda.bpm.engine.impl";
    private static final Pattern READS = Pattern.compile("(Get|Find|Is|Exists)\\w*|Create\\w*QueryCmd");

    private final ProcessEngineConfigurationImpl engine;

    CommandGate(ProcessEngineConfigurationImpl engine) {
        this.engine = engine;
    }

    @Override
    public <T> T execute(Command<T> command) {
        if (Context.getCommandContext() != null) {
            // Inside another command: a step of a process, not a request of somebody.
            return inItsAct(command);
        }
        Authentication person = engine.getIdentityService().getCurrentAuthentication();
        if (person == null) {
            return inItsAct(command);
        }
        try {
            requireOpen(command);
            Submission.begin(CompletionVariables.takeText(command));
            return inItsAct(OpenCommands.narrowed(command, String.valueOf(person.getUserId())));
        } catch (RuntimeException e) {
            throw Refusal.of(command, e);
        } finally {
            Submission.end();
        }
    }

    private <T> T inItsAct(Command<T> command) {
        try (Acts.Scope scope = Acts.begin(Acts.current())) {
            return next.execute(command);
        }
    }

    private static void requireOpen(Command<?> command) {
        if (!isOpen(command.getClass())) {
            throw DomainException.forbidden(
                    "ENGINE_COMMAND_CLOSED",
                    "The case of a release is moved by its tasks and by the API, not by "
                            + command.getClass().getSimpleName() + ".");
        }
        if (command instanceof TaskQueryImpl query) {
            requireNoExpression(query);
        } else if (command instanceof AbstractExecuteFilterCmd) {
            if (CompletionVariables.field(command, AbstractExecuteFilterCmd.class, "extendingQuery")
                    instanceof TaskQueryImpl query) {
                requireNoExpression(query);
            }
        }
    }

    /** Closed unless it is known: a command of a new engine stays shut until somebody has thought about it. */
    static boolean isOpen(Class<?> command) {
        return !command.getName().startsWith(ENGINE)
                || Query.class.isAssignableFrom(command)
                || NativeQuery.class.isAssignableFrom(command)
                || READS.matcher(command.getSimpleName()).matches()
                || AbstractExecuteFilterCmd.class.isAssignableFrom(command)
                || OpenCommands.contain(command);
    }

    /** The engine forgets to look for expressions in the OR parts of a query: they would be evaluated. */
    private static void requireNoExpression(TaskQueryImpl query) {
        boolean expression = query.getQueries().stream()
                .skip(1)
                .anyMatch(part -> !part.getExpressions().isEmpty());
        if (expression) {
            throw new BadUserRequestException("QUERY_EXPRESSION: a query must not contain expressions.");
        }
    }
}
