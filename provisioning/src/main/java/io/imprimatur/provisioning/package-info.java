/** Brings an existing Keycloak to the realm that the project describes, and reviews who holds which role in it. */
@NullMarked
package io.imprimatur.provisioning;

import org.jspecify.annotations.NullMarked;
