package io.imprimatur.checker;

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

    /** The query with its places for a condition on the model ({@code {model r.model}}) and on time filled in. */
    String narrow(String query) {
        return query.replaceAll("\\{model ([\\w.]+)}", model == null ? "true" : "$1 = '" + model + "'")
                .replaceAll("\\{since ([\\w.]+)}", since == null ? "true" : "$1 >= timestamptz '" + since + "'");
    }
}
