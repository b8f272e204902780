/** Webhooks and dead letters over HTTP. */
@NullMarked
package io.imprimatur.notification.rest;

import org.jspecify.annotations.NullMarked;
