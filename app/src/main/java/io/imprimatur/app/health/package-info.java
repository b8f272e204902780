/** Whether this node lives and may be sent requests, for {@code /health}. */
@NullMarked
package io.imprimatur.app.health;

import org.jspecify.annotations.NullMarked;
