package io.tierwise.bench;

import io.tierwise.stats.Quantiles;
import java.util.Collection;
import java.util.Objects;

/// Two medians taken in one run, interleaved, and the goal of their ratio.
///
/// @param what is measured
/// @param medianNanos its median, in nanoseconds
/// @param against what it is held against
/// @param referenceNanos median of that, in nanoseconds
record Comparison(String what, double medianNanos, String against, double referenceNanos, Goal goal) implements Row {

    Comparison {
        Objects.requireNonNull(goal, "goal");
        if (!(medianNanos >= 0 && referenceNanos > 0)) {
            throw new IllegalArgumentException(
                    what + ": nothing to compare in " + medianNanos + " against " + referenceNanos + " ns");
        }
    }

    double ratio() {
        return medianNanos / referenceNanos;
    }

    @Override
    public boolean isKept() {
        return goal.isKept(ratio());
    }

    /// The middle of these times, in nanoseconds.
    static double median(Collection<Long> nanos) {
        return Quantiles.median(nanos.stream().mapToDouble(Long::doubleValue).toArray());
    }
}
