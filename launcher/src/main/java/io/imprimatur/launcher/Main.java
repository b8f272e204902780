package io.imprimatur.launcher;

import io.imprimatur.launcher.journey.Demo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The command line: {@code up}, {@code down}, {@code status}, {@code logs [name]}, {@code demo [--exit]}. */
public final class Main {

    private static final String USAGE = """
            Usage: ./imprimatur COMMAND
              up            start PostgreSQL, Keycloak and Payara Micro, and wait until all is healthy
              down          stop all of them
              status        say how each of them is
              logs [NAME]   print the last lines of a server's log: payara, keycloak or postgresql
              demo          start the stack and walk a model release from submission to full service
              demo --exit   the same, then stop everything; 0 only if every step held""";
    private static final int LOG_LINES = 100;
    private static final double MEGABYTE = 1024 * 1024;

    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int exit;
        try {
            exit = new Main(out).run(Arrays.asList(arguments));
        } catch (LaunchFailed e) {
            out.println(e.getMessage());
            exit = 1;
        }
        System.exit(exit);
    }

    private int run(List<String> arguments) {
        String command = arguments.isEmpty() ? "" : arguments.get(0);
        Reporter reporter = new Reporter(out);
        switch (command) {
            case "up" -> {
                Stack stack = Stack.usual();
                stack.up(reporter);
                reporter.say("The stack is up at " + stack.addresses().base() + " (./imprimatur down stops it).");
                return 0;
            }
            case "down" -> {
                Stack.usual().down();
                reporter.say("The stack is down.");
                return 0;
            }
            case "status" -> {
                return status(Stack.usual());
            }
            case "logs" -> {
                return logs(Stack.usual(), arguments.size() > 1 ? arguments.get(1) : "");
            }
            case "demo" -> {
                return new Demo(Stack.usual(), reporter).run(arguments.contains("--exit")) ? 0 : 1;
            }
            default -> {
                out.println(USAGE);
                return command.isEmpty() || command.equals("help") || command.equals("--help") ? 0 : 2;
            }
        }
    }

    /** 0 when all is ready, 3 otherwise, as service managers have it. */
    private int status(Stack stack) {
        List<ServerStatus> all = stack.status();
        out.printf("%-12s %-10s %8s  %-24s %s%n", "NAME", "STATE", "PID", "ADDRESS", "MEMORY");
        for (ServerStatus server : all) {
            out.printf(
                    Locale.ROOT,
                    "%-12s %-10s %8s  %-24s %s%n",
                    server.name(),
                    server.state(),
                    server.pid() == 0 ? "-" : Long.toString(server.pid()),
                    server.address(),
                    server.pid() == 0 ? "-" : String.format(Locale.ROOT, "%.0f MB", server.memoryBytes() / MEGABYTE));
        }
        return all.stream().allMatch(server -> server.state().equals("ready")) ? 0 : 3;
    }

    private int logs(Stack stack, String name) {
        List<Server> chosen = stack.servers().stream()
                .filter(server -> name.isEmpty() || server.name().equals(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new LaunchFailed("No server is called '" + name + "': there are postgresql, keycloak and payara.");
        }
        for (Server server : chosen) {
            Path log = server.log();
            out.println("== " + log);
            try {
                if (Files.exists(log)) {
                    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
                    lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                            .forEach(out::println);
                }
            } catch (IOException e) {
                throw new LaunchFailed("The log " + log + " cannot be read.", e);
            }
        }
        return 0;
    }
}
