/** The whole stack as its users meet it: over HTTP, in the browser, in its logs. */
@NullMarked
package io.imprimatur.system;

import org.jspecify.annotations.NullMarked;
