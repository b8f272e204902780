/** How this house tells a problem: RFC 9457, one form for every interface. */
@NullMarked
package io.imprimatur.app.problem;

import org.jspecify.annotations.NullMarked;
