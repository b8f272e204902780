package io.imprimatur.release;

/** Where the traffic of a version goes whose approval expired and was not renewed within the grace period. */
public enum AfterGrace {
    /** Back to the version before it, if that one is still approved; otherwise nowhere. */
    PREVIOUS,
    /** Nowhere: the model answers 503 until a version is approved. */
    STOP
}
