package io.tierwise.stats;

/// A closed interval that holds the true value with at least (or, where the method says so, about)
/// `confidence`.
///
/// @param low lower end, in the unit of the data; may be negative infinity for a one-sided interval
/// @param high upper end, in the unit of the data; may be positive infinity for a one-sided interval
/// @param confidence nominal coverage, between 0 and 1
public record Interval(double low, double high, double confidence) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "An interval's low end must not exceed its high end: " + low + ", " + high);
        }
        Checks.share("confidence", confidence);
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /// Whether all of it lies in `[least, most]`.
    public boolean within(double least, double most) {
        return least <= low && high <= most;
    }

    public double width() {
        return high - low;
    }
}
