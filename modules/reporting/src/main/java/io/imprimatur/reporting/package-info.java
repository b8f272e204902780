/** Evidence and traffic as pictures that people read: on a screen, on paper, with their ears. */
@NullMarked
package io.imprimatur.reporting;

import org.jspecify.annotations.NullMarked;
