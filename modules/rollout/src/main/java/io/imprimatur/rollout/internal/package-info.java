/** How splits are kept, and how a node learns of new ones. */
@NullMarked
package io.imprimatur.rollout.internal;

import org.jspecify.annotations.NullMarked;
