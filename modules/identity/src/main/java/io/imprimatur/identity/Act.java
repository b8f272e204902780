package io.imprimatur.identity;

import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * What is being done: the answer to who, in which role, why and about what, which every audit row repeats.
 *
 * @param actor who acts
 * @param role the role the actor acts in; null while it is not yet told which
 * @param cause why: the request ({@code POST /api/releases}) or step ({@code staged-rollout/Task_SetShare})
 * @param release the case it belongs to
 * @param version the version it belongs to
 */
public record Act(
        Actor actor,
        @Nullable Role role,
        String cause,
        @Nullable ReleaseId release,
        @Nullable VersionId version) {

    /** An act of this actor; with a single role it is acted in that one. */
    public static Act of(Actor actor, String cause) {
        Role only = actor.roles().size() == 1 ? actor.roles().iterator().next() : null;
        return new Act(actor, only, cause, null, null);
    }

    /** An act of the house itself. */
    public static Act system(String cause) {
        return of(Actor.SYSTEM, cause);
    }

    public Act in(Role actedIn) {
        return new Act(actor, actedIn, cause, release, version);
    }

    public Act concerning(ReleaseId about) {
        return new Act(actor, role, cause, about, version);
    }

    public Act concerning(VersionId about) {
        return new Act(actor, role, cause, release, about);
    }
}
