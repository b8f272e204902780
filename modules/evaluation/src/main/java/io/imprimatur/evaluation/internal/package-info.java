/** Tables, encodings, metrics and the judgement. */
@NullMarked
package io.imprimatur.evaluation.internal;

import org.jspecify.annotations.NullMarked;
