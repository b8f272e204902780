/** The Open Inference Protocol v2 under {@code /v2}, and where a prediction came from. */
@NullMarked
package io.imprimatur.serving.rest;

import org.jspecify.annotations.NullMarked;
