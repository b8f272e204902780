/** Personal data in a version: inventory, impact assessment, and what is missing from them. */
@NullMarked
package io.imprimatur.privacy;

import org.jspecify.annotations.NullMarked;
