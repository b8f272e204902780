/** How each picture is drawn. */
@NullMarked
package io.imprimatur.reporting.internal;

import org.jspecify.annotations.NullMarked;
