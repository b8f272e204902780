/** Who acts: actors and their roles, the act in progress, and the pseudonyms of the people predictions are about. */
@NullMarked
package io.imprimatur.identity;

import org.jspecify.annotations.NullMarked;
