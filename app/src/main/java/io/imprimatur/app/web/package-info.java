/** The REST application under {@code /api}: which resources there are and how they speak JSON. */
@NullMarked
package io.imprimatur.app.web;

import org.jspecify.annotations.NullMarked;
