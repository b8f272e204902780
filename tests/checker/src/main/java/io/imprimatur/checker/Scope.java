package io.imprimatur.checker;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much of the database is looked at: all of it, or one model since its first entry. */
public record Scope(@Nullable String model, @Nullable Instant since) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

    public static final Scope ALL = new Scope(null, null);

    public Scope {
        if (model != null && !NAME.matcher(model).matches()) {
            throw new IllegalArgumentException("no model's name: " + model);
        }
    }

    /** One transaction writes its rows at different moments, none of them long apart. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);

    /**
     * The query with its places for conditions filled in: on the model ({@code {model r.model}}), on what was written
     * since, and on what the same transactions may have written before.
     */
    String narrow(String query) {
        String around = since == null ? "true" : "$1 >= timestamptz '" + since.minus(LONGEST_TRANSACTION) + "'";
        return query.replaceAll("\\{model ([\\w.]+)}", model == null ? "true" : "$1 = '" + model + "'")
                .replaceAll("\\{since ([\\w.]+)}", since == null ? "true" : "$1 >= timestamptz '" + since + "'")
                .replaceAll("\\{around ([\\w.]+)}", around);
    }
}
