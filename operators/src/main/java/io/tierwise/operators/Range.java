package io.tierwise.operators;

/// The values a tensor took on calibration samples, both ends included.
///
/// @param low the least, finite
/// @param high the greatest, finite and not below `low`
public record Range(float low, float high) {

    public Range {
        if (!(low <= high) || Float.isInfinite(low) || Float.isInfinite(high)) {
            throw new IllegalArgumentException("no range from " + low + " to " + high);
        }
    }

    /// The smallest range that holds both.
    Range with(Range other) {
        return new Range(Math.min(low, other.low), Math.max(high, other.high));
    }
}
