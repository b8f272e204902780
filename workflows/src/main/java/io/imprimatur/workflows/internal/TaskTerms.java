package io.imprimatur.workflows.internal;

import java.time.Duration;

/**
 * What a new task of a person is held to.
 *
 * @param riskClass of its release
 * @param priority 0 … 100, the larger the more urgent
 * @param due how long after its beginning it is due
 * @param patience how long after that the deputies are asked, and how long after them the lead
 */
record TaskTerms(String riskClass, int priority, Duration due, Duration patience) {}
