/** Says of a database what must never be found there, whatever raced or crashed before. */
@NullMarked
package io.imprimatur.checker;

import org.jspecify.annotations.NullMarked;
