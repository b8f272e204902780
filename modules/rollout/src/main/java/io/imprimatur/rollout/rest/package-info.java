/** Splits and rollback over HTTP. */
@NullMarked
package io.imprimatur.rollout.rest;

import org.jspecify.annotations.NullMarked;
