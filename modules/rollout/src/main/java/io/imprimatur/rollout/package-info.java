/** Who gets which version: splits as immutable revisions, sticky assignment of subjects, and rollback. */
@NullMarked
package io.imprimatur.rollout;

import org.jspecify.annotations.NullMarked;
