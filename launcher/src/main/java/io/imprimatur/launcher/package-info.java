/** Starts and stops the whole stack on one machine, PostgreSQL, Keycloak and Payara Micro with the archive. */
@NullMarked
package io.imprimatur.launcher;

import org.jspecify.annotations.NullMarked;
