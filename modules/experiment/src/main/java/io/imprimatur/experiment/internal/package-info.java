/** The register of tests, their statistics, and the clock that waits for samples. */
@NullMarked
package io.imprimatur.experiment.internal;

import org.jspecify.annotations.NullMarked;
