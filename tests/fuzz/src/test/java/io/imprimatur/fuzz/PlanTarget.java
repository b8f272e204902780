package io.imprimatur.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.DomainException;
import io.imprimatur.release.Plan;
import io.imprimatur.release.internal.PlanReader;
import java.nio.charset.StandardCharsets;

/** The plan of a release. */
public final class PlanTarget {

    private PlanTarget() {}

    /** A plan is read, and then has one canonical text; or it is refused with its faults. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            JsonNode document = CanonicalJson.parse(new String(bytes, StandardCharsets.UTF_8));
            Plan plan = PlanReader.read(document);
            String once = CanonicalJson.text(plan.document());
            String twice = CanonicalJson.text(
                    PlanReader.read(CanonicalJson.parse(once)).document());
            if (!once.equals(twice)) {
                throw new AssertionError(once + " became " + twice);
            }
        } catch (DomainException e) {
            RequestTarget.requireSendersFault(e);
        }
    }
}
