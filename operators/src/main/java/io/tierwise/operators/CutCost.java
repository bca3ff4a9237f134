package io.tierwise.operators;

import java.util.List;

/// What a way of cutting costs where it would run: part times stretched by their tiers, bytes carried by their links.
@FunctionalInterface
public interface CutCost {

    /// The cost of one way of cutting.
    ///
    /// @param partNanos how long each part runs on this machine, in nanoseconds, first part first
    /// @param cutBytes bytes of what crosses between a part and the next, at batch 1; one fewer than the
    ///     parts
    /// @return the cost to make least, in nanoseconds where tiers and links are known
    double costNanos(List<Double> partNanos, List<Long> cutBytes);

    /// Tiers as fast as this machine and links of this many bytes a second.
    static CutCost uniform(double bytesPerSecond) {
        if (!(bytesPerSecond > 0)) {
            throw new IllegalArgumentException("bytesPerSecond must be above 0, found " + bytesPerSecond);
        }
        return (parts, bytes) -> parts.stream().mapToDouble(Double::doubleValue).sum()
                + bytes.stream().mapToDouble(b -> b * 1e9 / bytesPerSecond).sum();
    }
}
