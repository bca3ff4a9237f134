package io.tierwise.study;

/// Why a strategy is not measured on, or is again.
///
/// @param strategy its resolved name
/// @param round the first round it does not run in, or runs in again; from 0
/// @param kind why, in a word
/// @param reason the same in a sentence, with the numbers it rests on
public record Stop(String strategy, int round, Kind kind, String reason) {
    /// Why.
    public enum Kind {
        /// Worse than the leader beyond doubt.
        BEATEN,
        /// Equal to the leader within worth.
        TIED,
        /// Perhaps better than the leader, but beyond doubt by less than worth.
        NO_BETTER,
        /// Cannot keep a goal.
        MISSES,
        /// Its transfer alone takes longer than the leader in all.
        BOUNDED,
        /// The leader has changed, and against the new one it is open again.
        OPEN_AGAIN,
        /// Nothing is left to spend.
        BUDGET
    }
}
