package io.imprimatur.rollout;

import io.imprimatur.kernel.ModelName;
import java.time.Instant;
import java.util.Set;

/**
 * A time in which nobody's traffic grows.
 *
 * @param summary what the calendar calls it
 * @param until the first moment after it
 * @param models the models that it is about; empty for all
 */
public record FreezeWindow(String summary, Instant from, Instant until, Set<String> models) {

    public FreezeWindow {
        models = Set.copyOf(models);
    }

    boolean isAbout(ModelName model) {
        return models.isEmpty() || models.contains(model.value());
    }
}
