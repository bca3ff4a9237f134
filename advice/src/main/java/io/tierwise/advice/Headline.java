package io.tierwise.advice;

/// The confirmed figures of one strategy: fresh processes, and evaluation samples that chose nothing.
///
/// @param strategy its name
/// @param processes fresh processes
/// @param trials all trials in them
/// @param p50Millis median latency
/// @param p50Low lower end of its 95 % interval, resampled over processes and samples
/// @param p50High upper end of it
/// @param p95Millis 95th percentile of latency
/// @param fastestProcessMillis the smallest of the processes' medians
/// @param slowestProcessMillis the largest of the processes' medians
/// @param accuracy on the confirmation half, in [0, 1]; NaN if not taken
/// @param accuracyLow lower end of its 95 % interval
/// @param accuracyHigh upper end of its 95 % interval
/// @param drop the untouched model's accuracy on the same half minus this one
public record Headline(
        String strategy,
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
        double drop) {}
