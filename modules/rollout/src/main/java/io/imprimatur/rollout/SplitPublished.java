package io.imprimatur.rollout;

/** A new revision of a split; fired in its transaction, to be acted upon after its success. */
public record SplitPublished(Split split) {}
