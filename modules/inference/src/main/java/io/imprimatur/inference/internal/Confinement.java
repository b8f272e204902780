package io.imprimatur.inference.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The walls around a child process that runs a stranger's model: so much memory, no network, and no file but those in
 * its own folder. They are Linux's: resource limits (prlimit) and namespaces of its own (unshare). Where the platform
 * has not got them, or forbids them, the child runs without, and that is said.
 */
public final class Confinement {

    private static final int PROBE_SECONDS = 10;

    /** In namespaces of its own: the folder stays writable, everything else becomes read-only. */
    private static final String INSIDE =
            "mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro / && cd \"$1\" && shift && exec \"$@\"";

    private final boolean limited;
    private final boolean apart;

    private Confinement(boolean limited, boolean apart) {
        this.limited = limited;
        this.apart = apart;
    }

    /** What this machine can do, found out by doing it. */
    public static Confinement here() {
        return Holder.HERE;
    }

    private static final class Holder {
        static final Confinement HERE = new Confinement(
                works(List.of("prlimit", "--core=0", "true")), works(apart(Path.of("/tmp"), List.of("true"))));
    }

    /** The command with the walls around it. */
    public List<String> around(Path folder, long memoryBytes, List<String> command) {
        List<String> limits = limited ? List.of("prlimit", "--core=0", "--as=" + memoryBytes) : List.of();
        List<String> held = new ArrayList<>(limits);
        held.addAll(command);
        return apart ? apart(folder, held) : held;
    }

    /** The walls there are, in words, for the report. */
    public List<String> walls(long memoryBytes) {
        return List.of(
                limited ? "memory: " + (memoryBytes >> 20) + " MB" : "memory: not limited here",
                apart ? "network: none" : "network: not cut off here",
                apart ? "files: its own folder" : "files: not confined here");
    }

    private static List<String> apart(Path folder, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("unshare", "-r", "-n", "-m", "sh", "-c", INSIDE, "sh"));
        whole.add(folder.toString());
        whole.addAll(command);
        return whole;
    }

    private static boolean works(List<String> command) {
        try {
            Process probe = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                probe.destroyForcibly();
                return false;
            }
            return probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
