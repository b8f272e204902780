package io.imprimatur.risk.internal;

import static io.imprimatur.risk.internal.Bands.rising;

import io.imprimatur.identity.Role;
import io.imprimatur.risk.Risk;
import io.imprimatur.risk.RiskArea;
import io.imprimatur.risk.RiskFacts;
import io.imprimatur.risk.RiskFacts.Archive;
import io.imprimatur.risk.RiskFacts.Platform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the artifact may do to the house, by the scan of its archive and its first load. */
public final class SecurityRisks {

    private static final int LARGE_BYTES = 1 << 30;

    private SecurityRisks() {}

    public static List<Risk> of(RiskFacts facts) {
        return List.of(hostileArchive(facts.archive()), costlyLoad(facts.archive(), facts.platform()));
    }

    /** A TorchScript archive is a program: what the scan accepts is unlikely to harm, never harmless. */
    private static Risk hostileArchive(@Nullable Archive archive) {
        Draft draft = new Draft(
                RiskArea.SECURITY, "hostile-archive", "The archive does more than compute.", Role.OPERATOR.group());
        if (archive == null) {
            return draft.found("Nobody scanned it.", 5, 5).risk();
        }
        return draft.found(
                        archive.accepted()
                                ? "The scan accepts its " + archive.entries() + " entries; its pickles import "
                                        + archive.imports().size() + " names, all of which a model needs."
                                : "The scan refuses it.",
                        archive.accepted() ? 2 : 5,
                        5)
                .mitigated("Its first load was in a child process of its own, without a secret in reach.", 1)
                .risk();
    }

    private static Risk costlyLoad(@Nullable Archive archive, @Nullable Platform platform) {
        Draft draft = new Draft(
                RiskArea.SECURITY,
                "costly-load",
                "Loading it takes memory or time from the versions that serve.",
                Role.OPERATOR.group());
        if (archive == null || platform == null) {
            return draft.found("Nobody measured it.", 5, 3).risk();
        }
        int slow = rising(platform.loadMillis(), 10_000, 30_000, 50_000);
        int large = rising((double) archive.bytes() / LARGE_BYTES, 0.5, 1, 2, 4);
        return draft.found(
                        "Unpacked it has " + archive.bytes() + " bytes; the first load, process and all, took "
                                + (platform.loadMillis() <= 10_000
                                        ? "less than 10"
                                        : platform.loadMillis() <= 30_000 ? "less than 30" : "more than 30")
                                + " seconds.",
                        Math.max(slow, large),
                        3)
                .mitigated("It is loaded in the background and gets no request before it is warm.", 1)
                .risk();
    }
}
