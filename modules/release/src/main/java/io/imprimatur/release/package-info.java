/** The release: a plan, evidence that cannot change underneath, approvals bound to it, and duties kept apart. */
@NullMarked
package io.imprimatur.release;

import org.jspecify.annotations.NullMarked;
