/** Who may come in: bearer tokens on the interfaces, a browser login before Camunda's web applications. */
@NullMarked
package io.imprimatur.app.security;

import org.jspecify.annotations.NullMarked;
