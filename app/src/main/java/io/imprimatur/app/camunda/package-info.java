/** Wires Camunda's Tasklist, Cockpit and Admin into this archive, behind the house's own login. */
@NullMarked
package io.imprimatur.app.camunda;

import org.jspecify.annotations.NullMarked;
