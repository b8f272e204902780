/** How the registry keeps what it knows. */
@NullMarked
package io.imprimatur.registry.internal;

import org.jspecify.annotations.NullMarked;
