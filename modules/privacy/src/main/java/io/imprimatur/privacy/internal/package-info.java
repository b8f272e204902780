/** How a privacy review is made: scan, anonymity, inventory, impact assessment. */
@NullMarked
package io.imprimatur.privacy.internal;

import org.jspecify.annotations.NullMarked;
