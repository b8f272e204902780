/** Data sets over HTTP. */
@NullMarked
package io.imprimatur.evaluation.rest;

import org.jspecify.annotations.NullMarked;
