package io.imprimatur.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A review policy on its own way into force.
 *
 * @param digest names the document in a decision on it
 * @param trial what it would have stopped among the releases before, as it was when it was proposed
 * @param proposedBy a Keycloak {@code sub}; another person decides
 * @param remark what whoever decided said; empty for an approval without remarks
 */
public record PolicyProposal(
        int revision,
        State state,
        JsonNode document,
        Digest digest,
        JsonNode trial,
        String proposedBy,
        Instant proposedAt,
        String reason,
        @Nullable String decidedBy,
        @Nullable Instant decidedAt,
        @Nullable String remark) {

    /** Where it stands. */
    public enum State {
        PROPOSED,
        IN_FORCE,
        REPLACED,
        REJECTED
    }
}
