/** What reviewers read and write beside their tasks. */
@NullMarked
package io.imprimatur.workflows.rest;

import org.jspecify.annotations.NullMarked;
