/** What leaves the house: mail to the mailboxes of roles and signed webhooks to pipelines, by a transactional outbox. */
@NullMarked
package io.imprimatur.notification;

import org.jspecify.annotations.NullMarked;
