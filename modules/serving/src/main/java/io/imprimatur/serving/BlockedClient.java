package io.imprimatur.serving;

import java.time.Instant;

/**
 * A client that is let in nowhere, whatever its tokens prove.
 *
 * @param client by which Keycloak knows it
 * @param reason in a sentence
 * @param by the Keycloak {@code sub} of who blocked it
 */
public record BlockedClient(String client, String reason, String by, Instant since) {}
