/** The container's threads, handed to every context alike. */
@NullMarked
package io.imprimatur.app.threads;

import org.jspecify.annotations.NullMarked;
