package io.imprimatur.rollout;

import io.imprimatur.kernel.ModelName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The current splits in this node's memory: what the live path asks. They hold only targets whose approvals were found
 * valid when they were last read, whatever was published. While the database is away, the last known ones stay.
 */
@ApplicationScoped
public class Splits {

    private final Event<SplitsRefreshed> refreshed;
    private volatile @Nullable Map<ModelName, Split> current;

    @Inject
    public Splits(Event<SplitsRefreshed> refreshed) {
        this.refreshed = refreshed;
    }

    /** For the container's proxy, and for hand-made fakes. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected Splits() {
        this.refreshed = null;
    }

    /** The model's split; empty if none was ever published. */
    public Optional<Split> of(ModelName model) {
        Map<ModelName, Split> known = current;
        return known == null ? Optional.empty() : Optional.ofNullable(known.get(model));
    }

    public Collection<Split> all() {
        Map<ModelName, Split> known = current;
        return known == null ? List.of() : known.values();
    }

    /** Whether this node has read the splits at all: before that it must not be sent traffic. */
    public boolean areKnown() {
        return current != null;
    }

    /**
     * Takes over what was read: the latest split of every model, each without the targets that are not cleared. A model's
     * revision never goes back, should one have been published while the reading was on its way.
     */
    public void refresh(Collection<Split> cleared) {
        synchronized (this) {
            current = cleared.stream()
                    .map(read -> of(read.model())
                            .filter(known -> known.revision() > read.revision())
                            .orElse(read))
                    .collect(Collectors.toUnmodifiableMap(Split::model, Function.identity()));
        }
        refreshed.fire(new SplitsRefreshed(all()));
    }

    /**
     * Takes over what this node has just committed, as far as it gives traffic to nobody new: a rollback that was
     * answered is in force. A target unknown here waits for the next reading, which asks whether it is cleared.
     */
    public synchronized void narrow(Split committed) {
        Map<ModelName, Split> known = current;
        Split before = known == null ? null : known.get(committed.model());
        if (known != null && before != null && before.revision() < committed.revision()) {
            List<Target> serving = before.targets();
            Map<ModelName, Split> after = new HashMap<>(known);
            after.put(committed.model(), committed.onlyCleared((target, phase) -> serving.contains(target)));
            current = Map.copyOf(after);
        }
    }
}
