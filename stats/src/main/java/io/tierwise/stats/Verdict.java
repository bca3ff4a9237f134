package io.tierwise.stats;

/// What a comparison of two strategies says of the first.
public enum Verdict {
    /// The whole interval of the ratio lies below 1, and not all of it within the margin.
    FASTER,
    /// The whole interval of the ratio lies above 1, and not all of it within the margin.
    SLOWER,
    /// The whole interval lies within 1 / (1 + worth) to 1 + worth: whatever the difference is, it does not matter.
    EQUIVALENT,
    /// The interval allows both; more samples are needed.
    UNDECIDED;

    /// The verdict on a ratio first / second of times whose interval is `ratio`.
    ///
    /// Equivalence comes first: a difference that is certain but smaller than `worth` is no difference
    /// that matters. An interval of confidence c inside the margin is two one-sided tests at level (1 -
    /// c) / 2 (Schuirmann 1987).
    public static Verdict of(Interval ratio, double worth) {
        if (!(worth > 0 && worth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("worth must be greater than zero and finite: " + worth);
        }
        if (ratio.within(1 / (1 + worth), 1 + worth)) {
            return EQUIVALENT;
        }
        return ratio.high() < 1 ? FASTER : ratio.low() > 1 ? SLOWER : UNDECIDED;
    }

    /// The verdict with first and second exchanged.
    public Verdict reversed() {
        return switch (this) {
            case FASTER -> SLOWER;
            case SLOWER -> FASTER;
            case EQUIVALENT, UNDECIDED -> this;
        };
    }
}
