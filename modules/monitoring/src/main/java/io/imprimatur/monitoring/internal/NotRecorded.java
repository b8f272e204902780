package io.imprimatur.monitoring.internal;

import java.sql.SQLException;

/** Why a record is not in the log, as far as it may be told: the database's own words may repeat values of the row. */
final class NotRecorded extends Exception {

    private static final long serialVersionUID = 1L;

    NotRecorded(Exception cause) {
        super(state(cause));
    }

    /** The SQLSTATE of a failure, or its kind where it has none. */
    static String state(Exception thrown) {
        String state = thrown instanceof SQLException sql ? sql.getSQLState() : null;
        return state == null ? thrown.getClass().getSimpleName() : state;
    }
}
