package io.tierwise.advice;

/// The confirmed figures of one strategy: taken again several times, in fresh processes where all tiers
/// are the study's own to start, on evaluation samples that chose nothing.
///
/// @param strategy its name
/// @param fresh whether each time was in fresh processes; else agents elsewhere stayed the same and
///     opened fresh sessions
/// @param processes how many times
/// @param trials all trials in them
/// @param p50Millis median latency
/// @param p50Low lower end of its 95 % interval, resampled over processes and samples
/// @param p50High upper end of it
/// @param p95Millis 95th percentile of latency
/// @param fastestProcessMillis the smallest median of one time
/// @param slowestProcessMillis the largest median of one time
/// @param accuracy on the confirmation half, in [0, 1]; NaN if not taken
/// @param accuracyLow lower end of its 95 % interval
/// @param accuracyHigh upper end of its 95 % interval
/// @param drop the untouched model's accuracy on the same half minus this one
public record Headline(
        String strategy,
        boolean fresh,
        int processes,
        int trials,
        double p50Millis,
        double p50Low,
        double p50High,
        double p95Millis,
        double fastestProcessMillis,
        double slowestProcessMillis,
        double accuracy,
        double accuracyLow,
        double accuracyHigh,
        double drop) {

    /// `5 fresh processes`, or `5 repetitions with freshly opened sessions`.
    public String repetitions() {
        boolean one = processes == 1;
        return processes
                + (fresh
                        ? one ? " fresh process" : " fresh processes"
                        : (one ? " repetition" : " repetitions") + " with freshly opened sessions");
    }
}
