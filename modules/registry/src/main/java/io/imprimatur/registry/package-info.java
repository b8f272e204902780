/** Models and their immutable versions: artifacts known by the digest of their bytes, and model cards with revisions. */
@NullMarked
package io.imprimatur.registry;

import org.jspecify.annotations.NullMarked;
