/** The registry over HTTP. */
@NullMarked
package io.imprimatur.registry.rest;

import org.jspecify.annotations.NullMarked;
