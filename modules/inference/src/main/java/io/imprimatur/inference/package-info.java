/** Runs one given version with DJL: scan, first load apart, load, warm up, batch, unload. Knows nothing of traffic. */
@NullMarked
package io.imprimatur.inference;

import org.jspecify.annotations.NullMarked;
