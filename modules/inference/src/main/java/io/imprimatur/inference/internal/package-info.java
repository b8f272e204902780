/** The machinery under {@link io.imprimatur.inference.Inference}: DJL, dispatcher threads, the scan of archives. */
@NullMarked
package io.imprimatur.inference.internal;

import org.jspecify.annotations.NullMarked;
