/** Feedback over HTTP. */
@NullMarked
package io.imprimatur.monitoring.rest;

import org.jspecify.annotations.NullMarked;
