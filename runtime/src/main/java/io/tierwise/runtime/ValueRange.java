package io.tierwise.runtime;

/// The smallest and the largest value a tensor, or one channel of it, was seen to take; both finite.
public record ValueRange(float low, float high) {

    /// How many equal steps a range has.
    public static final int STEPS = 255;

    public ValueRange {
        if (!Float.isFinite(low) || !Float.isFinite(high) || low > high) {
            throw new IllegalArgumentException("a range is two finite numbers in order, found " + low + " to " + high);
        }
        if (Float.isInfinite(high - low)) {
            throw new IllegalArgumentException("a range from " + low + " to " + high + " is too wide for a float");
        }
    }

    /// One of the steps; 0 where all values are equal.
    public float step() {
        return (high - low) / STEPS;
    }

    /// Steps in a distance of 1; 0 where all values are equal, or so near that no float holds it.
    public float stepsPerUnit() {
        float steps = step() > 0 ? 1 / step() : 0;
        return Float.isFinite(steps) ? steps : 0;
    }

    /// The smallest range that holds both.
    public ValueRange with(ValueRange other) {
        return new ValueRange(Math.min(low, other.low), Math.max(high, other.high));
    }
}
