/** The outbox, its dispatcher, and how a message travels. */
@NullMarked
package io.imprimatur.notification.internal;

import org.jspecify.annotations.NullMarked;
