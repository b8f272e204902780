/** The A/B test: a plan fixed before the first prediction, looked at once, decided by its own rule. */
@NullMarked
package io.imprimatur.experiment;

import org.jspecify.annotations.NullMarked;
