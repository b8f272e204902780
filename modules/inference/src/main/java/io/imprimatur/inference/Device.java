package io.imprimatur.inference;

/**
 * Where models run.
 *
 * @param name {@code cpu} or {@code gpu:0}
 * @param engine the engine and its version, {@code PyTorch 2.7.1}
 */
public record Device(String name, String engine) {}
