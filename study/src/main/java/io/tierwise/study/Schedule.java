package io.tierwise.study;

import java.time.Duration;

/// How much is measured, and at what pace.
///
/// @param rounds times every strategy is opened and measured
/// @param block trials of a strategy in a round
/// @param spacing time between the starts of two trials: results depend on it, so it is part of the
///     study
/// @param deadline longest a single trial may take
/// @param confirmations fresh processes in which each finalist runs again
public record Schedule(int rounds, int block, Duration spacing, Duration deadline, int confirmations) {
    public Schedule {
        if (rounds < 1 || block < 1 || confirmations < 0) {
            throw new IllegalArgumentException("rounds and block must be at least 1, confirmations at least 0: "
                    + rounds + ", " + block + ", " + confirmations);
        }
        if (spacing.isNegative() || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(
                    "spacing must not be negative and a deadline must be positive: " + spacing + ", " + deadline);
        }
    }

    /// Timed trials of each strategy in the comparison.
    public int trials() {
        return Math.multiplyExact(rounds, block);
    }
}
