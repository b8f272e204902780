/** Fuzzing: each target is a reader of strangers' bytes, and says what it may do with them and nothing else. */
@NullMarked
package io.imprimatur.fuzz;

import org.jspecify.annotations.NullMarked;
