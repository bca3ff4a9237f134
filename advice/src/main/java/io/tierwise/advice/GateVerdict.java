package io.tierwise.advice;

/// What a gate says of a strategy, or of all together.
public enum GateVerdict {
    /// Beyond doubt within the tolerance.
    PASSED,
    /// The interval holds both; nothing is shown.
    INCONCLUSIVE,
    /// Beyond doubt outside the tolerance, or not there any more.
    FAILED;

    /// The word for it in every format.
    public String word() {
        return switch (this) {
            case PASSED -> "passed";
            case INCONCLUSIVE -> "inconclusive";
            case FAILED -> "failed";
        };
    }

    /// The worse of the two.
    GateVerdict and(GateVerdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
