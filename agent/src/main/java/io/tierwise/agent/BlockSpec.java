package io.tierwise.agent;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// A block of trials: the source runs them one after another, one request at a time.
///
/// @param strategy the route they take
/// @param sampleIds one trial each, in this order
/// @param spacing least time between two starts
/// @param deadline longest a trial may take; at least a nanosecond
public record BlockSpec(String strategy, List<String> sampleIds, Duration spacing, Duration deadline) {
    public BlockSpec {
        Objects.requireNonNull(strategy, "strategy");
        sampleIds = List.copyOf(sampleIds);
        if (spacing.isNegative() || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("block of " + strategy + ": spacing " + spacing + ", deadline "
                    + deadline + " must not be negative, the deadline not zero");
        }
    }
}
