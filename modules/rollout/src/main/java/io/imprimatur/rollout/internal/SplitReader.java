package io.imprimatur.rollout.internal;

import io.imprimatur.rollout.Split;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;

/** Reads splits in a transaction of its own, for threads that have none. */
@ApplicationScoped
@Transactional
public class SplitReader {

    private final SplitStore store;

    @Inject
    public SplitReader(SplitStore store) {
        this.store = store;
    }

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway") // the proxy delegates every call and reads no field
    protected SplitReader() {
        this.store = null;
    }

    public List<Split> latest() {
        return store.latest();
    }
}
