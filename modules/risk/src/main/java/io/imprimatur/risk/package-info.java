/** What makes a version risky: factors as plain values that a decision table reads, and the register of its risks. */
@NullMarked
package io.imprimatur.risk;

import org.jspecify.annotations.NullMarked;
