/** Runs in the server: cases that several people and jobs work on at the same instant. */
@NullMarked
package io.imprimatur.incontainer.races;

import org.jspecify.annotations.NullMarked;
