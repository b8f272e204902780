package io.imprimatur.rollout;

import java.util.Collection;
import java.util.List;

/** This node's splits were read anew; outside any transaction. */
public record SplitsRefreshed(Collection<Split> splits) {

    public SplitsRefreshed {
        splits = List.copyOf(splits);
    }
}
