package io.imprimatur.identity;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * The act in progress on this thread. Requests begin one in a filter; job threads have no request, so the workflow
 * begins theirs from the person that travels with the case.
 */
public final class Acts {

    private static final ThreadLocal<@Nullable Act> CURRENT = new ThreadLocal<>();

    private Acts() {}

    /** Ends an act and restores the one before it. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** The act in progress; where none was begun, an act of the house itself. */
    public static Act current() {
        Act act = CURRENT.get();
        return act == null ? Act.system("no act begun") : act;
    }

    /** Begins an act; close the scope on the same thread. */
    public static Scope begin(Act act) {
        Act before = CURRENT.get();
        CURRENT.set(act);
        return () -> {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        };
    }

    /** Says which release the act in progress is about. */
    public static void concerning(ReleaseId release) {
        CURRENT.set(current().concerning(release));
    }

    /** Says which version the act in progress is about. */
    public static void concerning(VersionId version) {
        CURRENT.set(current().concerning(version));
    }

    /** Says in which role the actor acts. */
    public static void in(Role role) {
        CURRENT.set(current().in(role));
    }
}
