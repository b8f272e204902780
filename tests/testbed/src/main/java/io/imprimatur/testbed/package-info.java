/** What the tests of several contexts stand on: a real database, a clock that is moved, events that are kept. */
@NullMarked
package io.imprimatur.testbed;

import org.jspecify.annotations.NullMarked;
