package io.imprimatur.notification;

import io.imprimatur.kernel.ModelName;
import io.imprimatur.kernel.ReleaseId;
import io.imprimatur.kernel.VersionId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that pipelines may be told of: ids, states and digests.
 *
 * @param release the case it happened to; null when it happened to the whole model
 * @param version the version that the release is about
 * @param facts words in capitals (a state, a gate, a decision), SHA-256 digests and whole numbers, by name; nothing else
 *     can leave
 */
public record PipelineEvent(
        EventType type,
        ModelName model,
        @Nullable ReleaseId release,
        @Nullable VersionId version,
        Map<String, String> facts) {

    private static final Pattern LEAVES = Pattern.compile("[A-Z][A-Z0-9_]{0,39}|[0-9a-f]{64}|[0-9]{1,9}");

    /** @throws IllegalArgumentException for a fact that might be free text */
    public PipelineEvent {
        facts.forEach((name, fact) -> {
            if (!LEAVES.matcher(fact).matches()) {
                throw new IllegalArgumentException("the fact '" + name + "' of a " + type.wireName()
                        + " is no word in capitals, no digest and no number, so it stays here");
            }
        });
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }

    /** Something that happened to a whole model. */
    public static PipelineEvent of(EventType type, ModelName model) {
        return new PipelineEvent(type, model, null, null, Map.of());
    }
}
