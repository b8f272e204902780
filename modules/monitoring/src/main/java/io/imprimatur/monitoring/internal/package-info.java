/** The tables of monitoring, and the clock that looks at the guardrails. */
@NullMarked
package io.imprimatur.monitoring.internal;

import org.jspecify.annotations.NullMarked;
