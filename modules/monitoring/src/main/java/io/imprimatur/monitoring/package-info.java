/** The prediction log, what came of the predictions, and the guardrails that watch them. */
@NullMarked
package io.imprimatur.monitoring;

import org.jspecify.annotations.NullMarked;
