package io.tierwise.study;

import java.time.Duration;

/// How much is measured, and at what pace.
///
/// @param least rounds that every strategy runs, whatever they show; 0 lets a strategy go unrun whose
///     transfer alone already loses
/// @param rounds most rounds: times that a strategy is opened and measured while it is open whether it
///     wins
/// @param explore how many strategies may be added to those asked for, since by forecast they could win
/// @param block trials of a strategy in a round
/// @param spacing time between the starts of two trials: results depend on it, so it is part of the
///     study
/// @param deadline longest a single trial may take
/// @param confirmations fresh processes in which each finalist runs again
/// @param budget what the comparison may cost in all
public record Schedule(
        int least,
        int rounds,
        int explore,
        int block,
        Duration spacing,
        Duration deadline,
        int confirmations,
        Budget budget) {
    public Schedule {
        if (rounds < 1 || block < 1 || confirmations < 0 || explore < 0) {
            throw new IllegalArgumentException(
                    "rounds and block must be at least 1, confirmations and explore at least 0: " + rounds + ", "
                            + block + ", " + confirmations + ", " + explore);
        }
        if (least < 0 || least > rounds) {
            throw new IllegalArgumentException(
                    "least must be 0 to the " + rounds + " rounds there are at most, found " + least);
        }
        if (spacing.isNegative() || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException(
                    "spacing must not be negative and a deadline must be positive: " + spacing + ", " + deadline);
        }
    }

    /// Timed trials of a strategy that runs in every round.
    public int trials() {
        return Math.multiplyExact(rounds, block);
    }

    /// The same without strategies that nobody asked for.
    Schedule withoutExploring() {
        return new Schedule(least, rounds, 0, block, spacing, deadline, confirmations, budget);
    }

    /// As many rounds of every strategy, and nothing else.
    Schedule equally(int count) {
        return new Schedule(count, count, 0, block, spacing, deadline, 0, Budget.unlimited());
    }

    /// The same with other rounds at most.
    Schedule withRounds(int most) {
        return new Schedule(Math.min(least, most), most, explore, block, spacing, deadline, confirmations, budget);
    }
}
