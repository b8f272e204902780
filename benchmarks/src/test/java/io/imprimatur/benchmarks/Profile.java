package io.imprimatur.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a server's time goes, as Flight Recorder sampled it under load.
 *
 * @param samples how many there are
 * @param parts the share of each part of the way, by the innermost frame that belongs to one
 * @param frames the innermost frames that were met most often, with their shares
 */
record Profile(long samples, Map<String, Double> parts, Map<String, Double> frames) {

    private static final int TOP = 12;
    private static final long JCMD_SECONDS = 30;

    /** Part of the way → how the name of a class begins that belongs to it. The first that fits counts. */
    private static final Map<String, List<String>> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("recording", List.of("io.imprimatur.monitoring.", "org.postgresql.", "com.sun.gjc."));
        PARTS.put("libtorch", List.of("ai.djl.", "io.imprimatur.inference."));
        PARTS.put("tokens", List.of("io.imprimatur.app.security.", "com.nimbusds."));
        PARTS.put("pseudonym", List.of("io.imprimatur.identity.Pseudonyms"));
        PARTS.put("protocol", List.of("io.imprimatur.serving.", "com.fasterxml.jackson."));
        PARTS.put("security of the container", List.of("org.glassfish.soteria.", "com.sun.enterprise.security."));
        PARTS.put("HTTP server", List.of("org.glassfish.grizzly.", "org.apache.catalina."));
    }

    /** Records a running process while the load is on it, and reads what was sampled. */
    static Profile of(long pid, Path file, Runnable load) throws IOException {
        String recording = "benchmark";
        jcmd(pid, "JFR.start", "name=" + recording, "settings=profile");
        load.run();
        jcmd(pid, "JFR.dump", "name=" + recording, "filename=" + file.toAbsolutePath());
        jcmd(pid, "JFR.stop", "name=" + recording);
        return read(file);
    }

    private static Profile read(Path file) throws IOException {
        long samples = 0;
        Map<String, Long> parts = new TreeMap<>();
        Map<String, Long> frames = new TreeMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    List<RecordedFrame> stack = event.getStackTrace().getFrames();
                    samples++;
                    parts.merge(part(stack), 1L, Long::sum);
                    frames.merge(name(stack.get(0)), 1L, Long::sum);
                }
            }
        }
        return new Profile(samples, shares(parts, samples), shares(frames, samples));
    }

    private static String part(List<RecordedFrame> stack) {
        for (RecordedFrame frame : stack) {
            String type = frame.getMethod().getType().getName();
            for (Map.Entry<String, List<String>> part : PARTS.entrySet()) {
                if (part.getValue().stream().anyMatch(type::startsWith)) {
                    return part.getKey();
                }
            }
        }
        return "the rest";
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static Map<String, Double> shares(Map<String, Long> counts, long all) {
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(TOP)
                .forEach(entry -> shares.put(entry.getKey(), (double) entry.getValue() / all));
        return shares;
    }

    private static void jcmd(long pid, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(words));
        Process jcmd = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "logs", "jcmd.log").toFile())
                .start();
        try {
            if (!jcmd.waitFor(JCMD_SECONDS, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
                throw new IOException("jcmd could not record a profile; it says why in target/logs/jcmd.log");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while recording a profile", e);
        }
    }
}
