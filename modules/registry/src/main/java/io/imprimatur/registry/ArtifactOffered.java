package io.imprimatur.registry;

import java.nio.file.Path;

/**
 * Somebody offers these bytes as a version. Fired before there is one, in its transaction: who observes it looks at them
 * as a stranger's, and refuses them by an exception.
 *
 * @param engine what they are said to be made for
 */
public record ArtifactOffered(Path file, Engine engine) {}
