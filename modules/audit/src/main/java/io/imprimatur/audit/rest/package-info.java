/** The auditor's door: trails as CSV and JSON. */
@NullMarked
package io.imprimatur.audit.rest;

import org.jspecify.annotations.NullMarked;
