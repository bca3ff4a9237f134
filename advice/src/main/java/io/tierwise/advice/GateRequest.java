package io.tierwise.advice;

import java.util.List;
import java.util.OptionalDouble;

/// What is asked of a comparison of two sides.
///
/// @param time how much slower the candidate may be: 0.05 is 5 %
/// @param accuracy how much accuracy it may lose, in [0, 1]
/// @param accuracyNeeded whether a strategy whose accuracy cannot be compared stays inconclusive
/// @param memory how much more memory it may need; empty: any
/// @param direction which differences count
/// @param only names of the strategies that count; empty: all
public record GateRequest(
        double time,
        double accuracy,
        boolean accuracyNeeded,
        OptionalDouble memory,
        Direction direction,
        List<String> only) {

    /// Which differences count.
    public enum Direction {
        /// The candidate may be better by any amount.
        WORSE,
        /// The candidate is to be the same: better is as much a difference as worse.
        EITHER
    }

    public GateRequest {
        only = List.copyOf(only);
        requireShare("time", time);
        requireShare("accuracy", accuracy);
        memory.ifPresent(share -> requireShare("memory", share));
    }

    private static void requireShare(String what, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a tolerance of " + what + " lies in 0 to 100 %, found " + share);
        }
    }
}
