/** Scores a version on a versioned data set: metrics, slices, fairness, and a verdict against bounds and champion. */
@NullMarked
package io.imprimatur.evaluation;

import org.jspecify.annotations.NullMarked;
