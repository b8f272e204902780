/** How the risks of each area are rated by what was found. */
@NullMarked
package io.imprimatur.risk.internal;

import org.jspecify.annotations.NullMarked;
