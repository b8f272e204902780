/** The engine's start, guards and access, the delegates of the processes, and what carries events to their cases. */
@NullMarked
package io.imprimatur.workflows.internal;

import org.jspecify.annotations.NullMarked;
