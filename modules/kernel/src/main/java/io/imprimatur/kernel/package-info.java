/** What every context may use: ids, errors, verdicts, canonical JSON and the clock. */
@NullMarked
package io.imprimatur.kernel;

import org.jspecify.annotations.NullMarked;
