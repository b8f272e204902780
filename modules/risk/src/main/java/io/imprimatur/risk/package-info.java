/** What makes a version risky, as plain values that a decision table reads. */
@NullMarked
package io.imprimatur.risk;

import org.jspecify.annotations.NullMarked;
