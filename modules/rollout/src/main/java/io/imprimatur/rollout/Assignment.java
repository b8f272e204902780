package io.imprimatur.rollout;

import io.imprimatur.identity.Pseudonyms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Who is served by the challenger: those whose keyed hash, salted with the challenger's release, falls below its share.
 * A subject keeps its bucket, so whoever had the challenger keeps it while the share grows; another release draws anew.
 */
@ApplicationScoped
public class Assignment {

    private final Pseudonyms pseudonyms;

    @Inject
    public Assignment(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Assignment() {
        this.pseudonyms = null;
    }

    /** Whether this subject, known by its pseudonym, is served by the challenger. */
    public boolean toChallenger(Split split, String pseudonym) {
        Target challenger = split.challenger();
        return challenger != null
                && split.challengerShare() > 0
                && pseudonyms.bucket(challenger.release().toString(), pseudonym) < split.challengerShare();
    }
}
