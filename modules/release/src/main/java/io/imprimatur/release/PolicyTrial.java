package io.imprimatur.release;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import java.util.List;

/**
 * A dry run of a policy: what it would have done to the releases before it.
 *
 * @param examined how many releases were looked at
 * @param stopped those that would have waited or lost their traffic, newest first
 */
public record PolicyTrial(int examined, List<Stopped> stopped) {

    public PolicyTrial {
        stopped = List.copyOf(stopped);
    }

    /**
     * One release that the policy would have stopped.
     *
     * @param where each gate at which it would have been, and why, as sentences
     */
    public record Stopped(
            ReleaseId release, ModelName model, int versionNumber, ReleaseState state, List<String> where) {

        public Stopped {
            where = List.copyOf(where);
        }
    }

    /** {@code 3 of the last 20 releases would have been stopped.} */
    public String summary() {
        return stopped.size() + " of the last " + examined + " releases would have been stopped.";
    }
}
