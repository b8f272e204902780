/** The road of a release as BPMN, DMN and forms, and the engine that walks it: the only code that knows the engine. */
@NullMarked
package io.imprimatur.workflows;

import org.jspecify.annotations.NullMarked;
