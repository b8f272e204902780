/** Runs in the tests' own process: draws who does what at the same instant, and checks what came of it. */
@NullMarked
package io.imprimatur.incontainer.interleavings;

import org.jspecify.annotations.NullMarked;
