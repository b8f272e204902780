/** Walks real model releases through a running stack by its public interfaces alone, as people and clients would. */
@NullMarked
package io.imprimatur.launcher.journey;

import org.jspecify.annotations.NullMarked;
