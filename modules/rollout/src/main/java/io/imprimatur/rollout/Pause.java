package io.imprimatur.rollout;

import java.time.Instant;

/**
 * A rollout that does not go on: the release keeps the traffic that it has.
 *
 * @param by the Keycloak {@code sub} of who paused it
 */
public record Pause(String reason, String by, Instant since) {}
