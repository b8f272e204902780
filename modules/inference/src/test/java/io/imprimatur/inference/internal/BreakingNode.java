package io.imprimatur.inference.internal;

import io.imprimatur.inference.Examples;
import io.imprimatur.inference.Inference;
import io.imprimatur.kernel.VersionId;
import java.nio.file.Path;
import java.util.List;

/** A node that serves a version, and does not survive it. Arguments: the version's id and its artifact. */
public final class BreakingNode {

    private BreakingNode() {}

    public static void main(String[] arguments) {
        VersionId version = VersionId.of(arguments[0]);
        Inference inference = new Inference(16, 16, 60_000);
        inference.load(version, Path.of(arguments[1]), Examples.signature(), List.of());
        System.out.println("loaded");
        System.out.println(inference.infer(version, List.of(Examples.row(0))));
    }
}
