package io.imprimatur.notification.internal;

/** How a message travels. */
public enum Channel {
    MAIL,
    WEBHOOK
}
