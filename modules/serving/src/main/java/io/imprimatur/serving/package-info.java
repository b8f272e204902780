/** The live path: choose a version, predict, record, answer. No workflow, no blocking read of the database. */
@NullMarked
package io.imprimatur.serving;

import org.jspecify.annotations.NullMarked;
