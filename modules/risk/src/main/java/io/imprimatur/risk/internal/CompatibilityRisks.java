package io.imprimatur.risk.internal;

import io.imprimatur.identity.Role;
import io.imprimatur.registry.ModelCard;
import io.imprimatur.risk.Risk;
import io.imprimatur.risk.RiskArea;
import io.imprimatur.risk.RiskFacts;
import io.imprimatur.risk.RiskFacts.Archive;
import io.imprimatur.risk.RiskFacts.Platform;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the version fits where it will run, and those who call it. */
public final class CompatibilityRisks {

    private CompatibilityRisks() {}

    public static List<Risk> of(RiskFacts facts, ModelCard candidate, @Nullable ModelCard champion) {
        return List.of(
                otherSignature(candidate, champion),
                otherEngine(facts.archive(), facts.platform()),
                otherDevice(facts.platform()));
    }

    /** Clients speak the champion's signature: names, shapes, the order of columns and the codes of their values. */
    private static Risk otherSignature(ModelCard candidate, @Nullable ModelCard champion) {
        Draft draft = new Draft(
                RiskArea.COMPATIBILITY,
                "other-signature",
                "What clients send or expect is read otherwise than by the champion.",
                Role.ML_ENGINEER.group());
        if (champion == null) {
            return draft.found("There is no champion whose clients it would surprise.", 1, 4)
                    .risk();
        }
        List<String> differences = new ArrayList<>();
        if (!candidate.signature().inputs().equals(champion.signature().inputs())) {
            differences.add("the input tensors");
        }
        if (!candidate.columns().equals(champion.columns())) {
            differences.add("the input columns or their codes");
        }
        if (!candidate.signature().outputs().equals(champion.signature().outputs())) {
            differences.add("the output tensors");
        }
        if (!candidate.outputLabels().equals(champion.outputLabels())) {
            differences.add("the output labels");
        }
        return draft.found(
                        differences.isEmpty()
                                ? "Inputs, columns, codes, outputs and labels are the champion's."
                                : "Other than the champion's: " + String.join(", ", differences) + ".",
                        differences.isEmpty() ? 1 : 5,
                        4)
                .risk();
    }

    private static Risk otherEngine(@Nullable Archive archive, @Nullable Platform platform) {
        Draft draft = new Draft(
                RiskArea.COMPATIBILITY,
                "other-engine",
                "It answers otherwise in the engine that serves than in the one it was tried in.",
                Role.OPERATOR.group());
        if (platform == null) {
            return draft.found("Nobody knows where it was loaded.", 4, 4).risk();
        }
        String format =
                archive == null || archive.format() == null ? "" : " from an archive of format " + archive.format();
        boolean same = platform.loadedBy().equals(platform.servesBy());
        return draft.found(
                        "First loaded by " + platform.loadedBy() + format + "; this node serves with "
                                + platform.servesBy() + ".",
                        same ? 1 : 4,
                        4)
                .risk();
    }

    private static Risk otherDevice(@Nullable Platform platform) {
        Draft draft = new Draft(
                RiskArea.COMPATIBILITY,
                "other-device",
                "It answers otherwise, or not at all, on the device that serves.",
                Role.OPERATOR.group());
        if (platform == null) {
            return draft.found("Nobody knows where it was loaded.", 4, 3).risk();
        }
        boolean same = platform.loadedOn().equals(platform.servesOn());
        return draft.found(
                        "First loaded on " + platform.loadedOn() + "; this node serves on " + platform.servesOn() + ".",
                        same ? 1 : 3,
                        3)
                .mitigated("It answers its sample on that device before it gets a request.", 1)
                .risk();
    }
}
