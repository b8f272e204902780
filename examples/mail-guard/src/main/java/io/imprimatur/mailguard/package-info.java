/** Makes the artifacts of the example: MiniLM with a linear head, for two engines, whole and rounded. */
@NullMarked
package io.imprimatur.mailguard;

import org.jspecify.annotations.NullMarked;
