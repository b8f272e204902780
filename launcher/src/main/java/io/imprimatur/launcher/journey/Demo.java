package io.imprimatur.launcher.journey;

import io.imprimatur.launcher.Reporter;
import io.imprimatur.launcher.Stack;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** The demonstration: the stack, the journey on it, and what was found. */
public final class Demo {

    private static final long SAMPLE_MILLIS = 1_000;
    private static final double MEGABYTE = 1024 * 1024;

    private final Stack stack;
    private final Reporter reporter;

    public Demo(Stack stack, Reporter reporter) {
        this.stack = stack;
        this.reporter = reporter;
    }

    /**
     * Walks the journey and says whether every step held.
     *
     * @param exit whether to stop the stack at the end
     */
    public boolean run(boolean exit) {
        long begun = System.nanoTime();
        AtomicLong peak = new AtomicLong();
        Thread sampler = sampler(peak);
        try {
            stack.up(reporter);
            JourneyResult result = new Journey(stack.addresses(), stack.layout().project(), reporter).walk();
            new Governance(
                            stack.addresses(),
                            stack.layout().project(),
                            stack.layout().freezeCalendar(),
                            reporter)
                    .walk();
            new MailGuard(stack.addresses(), stack.layout().project(), reporter).walk();
            report(result);
            return true;
        } catch (StepFailed e) {
            reporter.say("The journey ended here. " + e.getMessage());
            return false;
        } finally {
            sampler.interrupt();
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
            reporter.say(String.format(
                    Locale.ROOT,
                    "%nThe whole took %.0f s; the stack held at most %.0f MB of memory.",
                    elapsed.toMillis() / 1000.0,
                    peak.get() / MEGABYTE));
            if (exit) {
                stack.down();
                reporter.say("The stack is down.");
            } else {
                goOn();
            }
        }
    }

    private Thread sampler(AtomicLong peak) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!Thread.currentThread().isInterrupted()) {
                            peak.accumulateAndGet(stack.memoryBytes(), Math::max);
                            Thread.sleep(SAMPLE_MILLIS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "memory");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void report(JourneyResult result) {
        reporter.say("");
        String line = "%-8s %-36s %-12s %6s  %s";
        reporter.say(String.format(line, "VERSION", "RELEASE", "STATE", "SHARE", "WHO, BY ROLE AND SUBJECT"));
        for (JourneyResult.Outcome outcome : result.releases()) {
            String share = String.format(Locale.ROOT, "%.0f %%", outcome.share() / 100.0);
            String submitter = "submitter " + outcome.submitter();
            reporter.say(String.format(line, outcome.version(), outcome.release(), outcome.state(), share, submitter));
            outcome.approvers()
                    .forEach((gate, who) -> reporter.say(String.format(
                            line, "", "", "", "", gate.toLowerCase(Locale.ROOT).replace('_', '-') + " " + who)));
        }
        reporter.say(String.format(
                Locale.ROOT,
                "%nVersion 3 failed %d requests, all of them answered by the champion; it was rolled back %.1f s after"
                        + " the first.",
                result.fallbacks(),
                result.timeToRollback().toMillis() / 1000.0));
    }

    private void goOn() {
        String base = stack.addresses().base().toString();
        reporter.say("The stack goes on running (./imprimatur down stops it):");
        reporter.say("  Tasklist   " + base + "/camunda/app/tasklist/");
        reporter.say("  Cockpit    " + base + "/camunda/app/cockpit/ (operator)");
        reporter.say("  API        " + base + "/openapi");
        reporter.say("  Keycloak   " + stack.keycloak().address() + " (admin; password in "
                + stack.layout().home().resolve("secrets.properties") + ")");
        reporter.say(
                "  Users      " + String.join(", ", DemoUsers.ALL) + "; each one's password is the name and -demo");
    }
}
