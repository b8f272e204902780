package io.imprimatur.launcher;

import java.nio.file.Path;
import java.util.Optional;

/** One of the servers of the stack. */
public interface Server {

    String name();

    /** Where it answers, as a person would type it. */
    String address();

    /**
     * Starts it and returns when it is healthy.
     *
     * @throws LaunchFailed if it is not healthy in time
     */
    void start();

    /** Stops it, gently at first; does nothing if it does not run. */
    void stop();

    /** Its process, while it runs. */
    Optional<ProcessHandle> handle();

    /** Whether it does its work. */
    boolean isHealthy();

    Path log();
}
