package io.imprimatur.release;

import io.imprimatur.kernel.ReleaseId;
import java.util.Set;

/**
 * The evidence of a release changed; fired in that transaction.
 *
 * @param voided the gates whose approval no longer counts; empty when none had been given
 */
public record EvidenceChanged(ReleaseId release, Set<Gate> voided) {

    public EvidenceChanged {
        voided = Set.copyOf(voided);
    }
}
