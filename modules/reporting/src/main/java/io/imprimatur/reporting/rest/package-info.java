/** Pictures over HTTP. */
@NullMarked
package io.imprimatur.reporting.rest;

import org.jspecify.annotations.NullMarked;
