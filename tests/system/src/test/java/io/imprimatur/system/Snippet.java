package io.imprimatur.system;

import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Java as a document shows it, statement by statement, on the class path of the test. */
final class Snippet implements AutoCloseable {

    private final JShell shell = JShell.builder().executionEngine("local").build();

    Snippet() {
        shell.addToClasspath(System.getProperty("java.class.path"));
    }

    void run(String java) {
        String left = java;
        while (!left.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(left);
            if (!next.completeness().isComplete()) {
                throw new AssertionError("No whole statement: " + left);
            }
            evaluate(next.source());
            left = next.remaining();
        }
    }

    /** The value of an expression, as Java would write it. */
    String value(String expression) {
        return evaluate(expression);
    }

    private String evaluate(String statement) {
        String value = "";
        for (SnippetEvent event : shell.eval(statement)) {
            if (event.exception() != null) {
                throw new AssertionError(statement, event.exception());
            }
            if (!event.status().isDefined()) {
                throw new AssertionError(statement
                        + shell.diagnostics(event.snippet())
                                .map(d -> d.getMessage(null))
                                .toList());
            }
            value = event.value() == null ? value : event.value();
        }
        return value;
    }

    @Override
    public void close() {
        shell.close();
    }
}
