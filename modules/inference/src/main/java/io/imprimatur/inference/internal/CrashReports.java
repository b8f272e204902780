package io.imprimatur.inference.internal;

import io.imprimatur.kernel.VersionId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Java virtual machine wrote when native code broke it (option {@code -XX:ErrorFile}): the report names the
 * thread that ran, and the thread of a model names its version. A process that somebody killed leaves no report, and
 * neither does one that aborts itself.
 */
public final class CrashReports {

    private static final Logger LOG = Logger.getLogger(CrashReports.class.getName());
    private static final String REPORTS = "hs_err_*.log";
    private static final String READ = ".read";
    private static final int MOST_LINES = 200;
    private static final Pattern THREAD = Pattern.compile("Current thread \\(0x[0-9a-f]+\\): +JavaThread \""
            + Pattern.quote(LoadedModel.THREAD) + "([0-9a-f-]{36})\".*");

    /** A version that broke a process. */
    public record Crash(VersionId version, Path report) {}

    private CrashReports() {}

    /** The reports of the folder that name a version and were not put away. */
    public static List<Crash> unread(Path folder) {
        List<Crash> crashes = new ArrayList<>();
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder, REPORTS)) {
            for (Path report : reports) {
                version(report).ifPresent(version -> crashes.add(new Crash(version, report)));
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The reports of crashes in " + folder + " cannot be read", e);
        }
        return crashes;
    }

    /** Puts a report away: it stays for those who look for the reason, and is not read again. */
    public static void putAway(Crash crash) {
        try {
            Files.move(
                    crash.report(), crash.report().resolveSibling(crash.report().getFileName() + READ));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The report " + crash.report() + " cannot be put away", e);
        }
    }

    private static Optional<VersionId> version(Path report) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(report, StandardCharsets.ISO_8859_1)) {
            return lines.lines()
                    .limit(MOST_LINES)
                    .map(THREAD::matcher)
                    .filter(Matcher::matches)
                    .map(found -> VersionId.of(found.group(1)))
                    .findFirst();
        }
    }
}
