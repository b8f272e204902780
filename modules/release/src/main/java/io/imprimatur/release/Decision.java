package io.imprimatur.release;

/** What a reviewer may say. A return asks for rework, a rejection ends the release; both need a reason. */
public enum Decision {
    APPROVE,
    RETURN,
    REJECT
}
