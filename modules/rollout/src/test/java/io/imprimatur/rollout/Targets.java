package io.imprimatur.rollout;

import io.imprimatur.kernel.Digest;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Versions that may serve. */
public final class Targets {

    private Targets() {}

    public static Target version(int number) {
        return new Target(
                VersionId.random(),
                number,
                digest("artifact " + number),
                ReleaseId.random(),
                digest("evidence"),
                approvals(),
                false,
                false);
    }

    private static List<UUID> approvals() {
        return List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    }

    public static Digest digest(String of) {
        return Digest.of(of.getBytes(StandardCharsets.UTF_8));
    }
}
