package io.imprimatur.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells a person at a terminal what happened, one line for each thing. */
public final class Reporter {

    private final PrintStream out;

    public Reporter(PrintStream out) {
        this.out = out;
    }

    /** Something that holds, and how long it took. */
    public void done(Duration elapsed, String what) {
        line("✓", elapsed, what);
    }

    /** Something that does not hold, and how long it took to know. */
    public void failed(Duration elapsed, String what) {
        line("✗", elapsed, what);
    }

    /** Words between the lines. */
    public void say(String text) {
        out.println(text);
        out.flush();
    }

    private synchronized void line(String mark, Duration elapsed, String what) {
        out.printf(Locale.ROOT, "%s %6.1f s  %s%n", mark, elapsed.toMillis() / 1000.0, what);
        out.flush();
    }
}
