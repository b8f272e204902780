package io.imprimatur.launcher;

/**
 * How one server is.
 *
 * @param state {@code ready}, {@code not ready} or {@code stopped}
 * @param pid 0 when stopped
 * @param memoryBytes resident memory of the server and its child processes, memory shared among them counted once
 */
public record ServerStatus(String name, String state, long pid, String address, long memoryBytes) {}
