/** Releases over HTTP. */
@NullMarked
package io.imprimatur.release.rest;

import org.jspecify.annotations.NullMarked;
