package io.tierwise.study;

/// One trial, measured: a strategy answered a sample, at batch 1, one request at a time.
///
/// @param strategy the strategy's resolved name
/// @param purpose why it was run: for the comparison, or to confirm the choice
/// @param round the round of the comparison, or the number of the fresh process of the confirmation;
///     from 0
/// @param index position within the block; from 0
/// @param sample the sample's id
/// @param phases how the time divides, in nanoseconds
/// @param bytes sent over all links, headers included
/// @param cpuNanos CPU time of the runs over all tiers
/// @param throttledNanos time the control groups held the agents back during the trial
/// @param prediction what was answered, in short: the class, or a digest of the class map
/// @param partsRun parts that ran: fewer than the strategy has where the sample left early
public record Observation(
        String strategy,
        Purpose purpose,
        int round,
        int index,
        String sample,
        PhaseTimes phases,
        long bytes,
        long cpuNanos,
        long throttledNanos,
        String prediction,
        int partsRun) {

    /// Why a trial was run; the two are never mixed in one figure.
    public enum Purpose {
        COMPARISON,
        CONFIRMATION,
        /// Of the winner running on without a rest; the round counts stretches of some seconds.
        SUSTAINED,
        /// Of a block of the comparison that was disturbed and has been run again: in no figure.
        DISTURBED
    }

    /// From the sample at the source to the answer at the source, in nanoseconds.
    public long totalNanos() {
        return phases.totalNanos();
    }
}
