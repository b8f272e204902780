package io.imprimatur.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found, for people and for programs.
 *
 * @param machine what it was measured on
 * @param runs in the order of the table
 * @param goals with what was reached
 * @param missing what could not be measured, and why
 * @param profile of the live path under load; null if none was taken
 */
record Report(
        Map<String, String> machine,
        List<Run> runs,
        List<Goal> goals,
        List<String> missing,
        @Nullable Profile profile) {

    private static final String RULE = "-".repeat(124);

    String table() {
        StringBuilder text = new StringBuilder("\n");
        machine.forEach((name, value) -> line(text, "%-10s %s", name, value));
        line(text, RULE);
        line(
                text,
                "%-22s %-6s %5s %9s %9s %9s %9s %9s %9s %9s %9s %7s",
                "run",
                "loop",
                "conc.",
                "offered/s",
                "req/s",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "cpu µs",
                "db µs",
                "client µs",
                "errors");
        line(text, RULE);
        for (Run run : runs) {
            line(
                    text,
                    "%-22s %-6s %5d %9s %9.0f %9.3f %9.3f %9.3f %9.1f %9.1f %9.1f %7d",
                    run.name(),
                    run.loop(),
                    run.concurrency(),
                    run.offered() == null ? "" : String.format(Locale.ROOT, "%.0f", run.offered()),
                    run.perSecond(),
                    run.p50(),
                    run.p99(),
                    run.p999(),
                    run.serverMicros(),
                    run.databaseMicros(),
                    run.clientMicros(),
                    run.errors());
        }
        missing.forEach(why -> line(text, "not measured: %s", why));
        line(text, RULE);
        line(text, "%-78s %10s %10s  %s", "goal", "target", "measured", "");
        line(text, RULE);
        for (Goal goal : goals) {
            line(
                    text,
                    "%-78s %10s %10s  %s",
                    goal.goal(),
                    (goal.atLeast() ? "≥ " : "≤ ") + goal.target(),
                    goal.measured() == null ? "no run" : String.format(Locale.ROOT, "%.3f", goal.measured()),
                    verdict(goal));
        }
        line(text, RULE);
        if (profile != null) {
            line(text, "Where the live path's time goes, of %d samples of its Java code:", profile.samples());
            profile.parts().forEach((part, share) -> line(text, "%6.1f %%  %s", 100 * share, part));
            line(text, "and the frames met most often:");
            profile.frames().forEach((frame, share) -> line(text, "%6.1f %%  %s", 100 * share, frame));
        }
        return text.toString();
    }

    private static String verdict(Goal goal) {
        if (goal.measured() == null) {
            return "";
        }
        return goal.met() ? "met" : String.format(Locale.ROOT, "missed by %.0f %%", 100 * goal.missedBy());
    }

    private static void line(StringBuilder text, String format, @Nullable Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    void write(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode document = json.createObjectNode();
        document.set("machine", json.valueToTree(machine));
        ArrayNode lines = document.putArray("runs");
        for (Run run : runs) {
            lines.addObject()
                    .put("name", run.name())
                    .put("loop", run.loop())
                    .put("concurrency", run.concurrency())
                    .put("offered_per_second", run.offered())
                    .put("requests_per_second", run.perSecond())
                    .put("p50_ms", run.p50())
                    .put("p99_ms", run.p99())
                    .put("p999_ms", run.p999())
                    .put("cpu_us_per_request", run.serverMicros())
                    .put("database_cpu_us_per_request", run.databaseMicros())
                    .put("client_cpu_us_per_request", run.clientMicros())
                    .put("errors", run.errors());
        }
        ArrayNode reached = document.putArray("goals");
        for (Goal goal : goals) {
            reached.addObject()
                    .put("goal", goal.goal())
                    .put("target", goal.target())
                    .put("measured", goal.measured())
                    .put("met", goal.met());
        }
        document.set("missing", json.valueToTree(missing));
        document.set("profile", json.valueToTree(profile));
        Files.writeString(file, json.writeValueAsString(document) + "\n");
    }
}
