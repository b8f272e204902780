/** Kills the application in the middle of its work, starts it again, and reads what became of the work. */
@NullMarked
package io.imprimatur.system.crash;

import org.jspecify.annotations.NullMarked;
