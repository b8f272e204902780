/** Holds the code to the drawing of its modules, to the rules of the house, and the registers of compliance to the code. */
@NullMarked
package io.imprimatur.architecture;

import org.jspecify.annotations.NullMarked;
