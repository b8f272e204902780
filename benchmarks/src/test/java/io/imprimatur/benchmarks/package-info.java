/** Measures the live path beside what it is made of and beside what others begin with: same model, bodies and machine. */
@NullMarked
package io.imprimatur.benchmarks;

import org.jspecify.annotations.NullMarked;
