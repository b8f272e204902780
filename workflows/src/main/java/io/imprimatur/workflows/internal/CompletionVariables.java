package io.imprimatur.workflows.internal;

import io.imprimatur.kernel.DomainException;
import io.imprimatur.workflows.Variables;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a completion: a closed list of texts. What decides (decision, digest) goes on to the engine, what
 * is free text does not, since it may name people. The engine offers no way to see a command's variables, so its
 * fields are read by name; a test holds this against each new version of the engine.
 */
final class CompletionVariables {

    private static final int LONGEST = 4000;
    private static final Set<String> KEPT =
            Set.of(Variables.DECISION, Variables.EVIDENCE_DIGEST, Variables.EU_AI_ACT_CATEGORY);
    private static final Set<String> TAKEN = Set.of(
            Variables.REASON,
            Variables.ROOT_CAUSE,
            Variables.EU_AI_ACT_REASON,
            Variables.RESIDUAL_RISK,
            Variables.CONSULTATION_REFERENCE,
            Variables.CONSULTATION_DATE,
            Variables.CONSULTATION_OUTCOME);

    private CompletionVariables() {}

    /** Takes the free text out of a completion; other commands have none. */
    static Submission takeText(Command<?> command) {
        if (command instanceof CompleteTaskCmd) {
            return take(command, CompleteTaskCmd.class, "variables");
        }
        if (command instanceof SubmitTaskFormCmd) {
            return take(command, SubmitTaskFormCmd.class, "properties");
        }
        return Submission.NONE;
    }

    /** The value of an engine's field. */
    static @Nullable Object field(Object owner, Class<?> declaring, String name) {
        try {
            return accessible(declaring, name).get(owner);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This engine has no " + declaring.getSimpleName() + "." + name, e);
        }
    }

    private static Submission take(Command<?> command, Class<?> declaring, String name) {
        if (!(field(command, declaring, name) instanceof Map<?, ?> sent)) {
            return Submission.NONE;
        }
        VariableMap kept = org.camunda.bpm.engine.variable.Variables.createVariables();
        Map<String, String> texts = new HashMap<>();
        for (Object key : sent.keySet()) {
            String text = text(sent, String.valueOf(key));
            texts.put(String.valueOf(key), text);
            if (KEPT.contains(String.valueOf(key))) {
                kept.put(String.valueOf(key), text);
            }
        }
        try {
            accessible(declaring, name).set(command, kept);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This engine has no " + declaring.getSimpleName() + "." + name, e);
        }
        return new Submission(texts);
    }

    private static String text(Map<?, ?> sent, String name) {
        if (!KEPT.contains(name) && !TAKEN.contains(name)) {
            Set<String> known = new TreeSet<>(KEPT);
            known.addAll(TAKEN);
            throw DomainException.invalid(
                    "TASK_VARIABLE_UNKNOWN", "A task is completed with " + known + " and nothing else.");
        }
        Object value = sent instanceof VariableMap map ? map.getValueTyped(name) : sent.get(name);
        // What came in serialized stays so: to look at it would be to make it.
        Object plain =
                value instanceof TypedValue typed && !(value instanceof SerializableValue) ? typed.getValue() : value;
        if (plain == null) {
            return "";
        }
        if (!(plain instanceof String text) || text.length() > LONGEST) {
            throw DomainException.invalid(
                    "TASK_VARIABLE_INVALID", "'" + name + "' is a text of at most " + LONGEST + " characters.");
        }
        return text.strip();
    }

    private static Field accessible(Class<?> declaring, String name) throws NoSuchFieldException {
        Field field = declaring.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
