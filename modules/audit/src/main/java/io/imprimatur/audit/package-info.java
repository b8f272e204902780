/** Who changed what, when, in which role and why: Envers revisions, the append-only ledger, and the trail made of both. */
@NullMarked
package io.imprimatur.audit;

import org.jspecify.annotations.NullMarked;
