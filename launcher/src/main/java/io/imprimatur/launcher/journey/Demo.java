package io.imprimatur.launcher.journey;

import io.imprimatur.launcher.Reporter;
import io.imprimatur.launcher.Stack;

/** The demonstration: the stack and the journey on it. */
public final class Demo {

    private final Stack stack;
    private final Reporter reporter;

    public Demo(Stack stack, Reporter reporter) {
        this.stack = stack;
        this.reporter = reporter;
    }

    /** Walks the journey and says whether every step held. */
    public boolean run(boolean exit) {
        stack.up(reporter);
        if (exit) {
            stack.down();
        }
        return true;
    }
}
