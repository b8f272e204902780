/** The one persistence unit: migrations first, then Hibernate; entity managers and data sources for every context. */
@NullMarked
package io.imprimatur.app.persistence;

import org.jspecify.annotations.NullMarked;
