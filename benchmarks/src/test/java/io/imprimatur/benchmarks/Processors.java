package io.imprimatur.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Processor time as the kernel accounts it, in ticks of ten milliseconds ({@code proc(5)}). */
final class Processors {

    private static final long TICK_MICROS = 10_000;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    private Processors() {}

    /** Microseconds that these processes and their living descendants have used so far. */
    static long micros(long... pids) {
        return Arrays.stream(pids)
                .flatMap(Processors::family)
                .distinct()
                .map(Processors::one)
                .sum();
    }

    /** Microseconds that this process has used so far. */
    static long own() {
        return one(ProcessHandle.current().pid());
    }

    /** Microseconds that all processes of the machine together have used so far; waiting is no use. */
    static long machine() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElse("").split(" +");
            long ticks = 0;
            for (int i = 1; i < fields.length && i <= STEAL; i++) {
                ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(fields[i]);
            }
            return ticks * TICK_MICROS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LongStream family(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToLong(ProcessHandle::pid);
    }

    private static long one(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            // The name in brackets may hold anything; the fields behind it are numbers.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * TICK_MICROS;
        } catch (IOException e) {
            return 0; // it has ended meanwhile
        }
    }
}
