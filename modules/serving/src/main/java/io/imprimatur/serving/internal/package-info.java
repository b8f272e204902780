/** The clients that are blocked, in the database. */
@NullMarked
package io.imprimatur.serving.internal;

import org.jspecify.annotations.NullMarked;
