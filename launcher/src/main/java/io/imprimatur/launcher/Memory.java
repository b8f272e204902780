package io.imprimatur.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Resident memory as the kernel counts it. Of memory that processes share, such as PostgreSQL's buffers, each is charged
 * its part ({@code Pss}), so that a sum is what the machine really gives.
 */
final class Memory {

    private Memory() {}

    /** Bytes held by a process and its descendants. */
    static long of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(one -> bytes(one.pid()))
                .sum();
    }

    private static long bytes(long pid) {
        Path folder = Path.of("/proc", Long.toString(pid));
        long shared = value(folder.resolve("smaps_rollup"), "Pss:");
        return shared > 0 ? shared : value(folder.resolve("status"), "VmRSS:");
    }

    private static long value(Path file, String name) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            // The process ended meanwhile, or belongs to somebody else.
            return 0;
        }
    }
}
