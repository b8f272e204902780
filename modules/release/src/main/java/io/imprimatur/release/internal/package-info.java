/** The release aggregate and its tables; other modules call {@link io.imprimatur.release.Releases}. */
@NullMarked
package io.imprimatur.release.internal;

import org.jspecify.annotations.NullMarked;
