package io.tierwise.advice;

import io.tierwise.stats.Verdict;
import io.tierwise.study.Phase;
import io.tierwise.study.StrategyRecord;
import java.util.List;
import java.util.Optional;

/// Where one strategy stands.
///
/// @param strategy what it is and what became of it
/// @param rank 1 for the best and its equals; equals share a rank; 0 for a strategy without a latency
/// @param latency its latency; empty if it failed
/// @param accuracy its accuracy against the untouched model on the same CPU; empty if not taken
/// @param bytesPerTrial median bytes sent over all links
/// @param dominating the phase that takes most of its median time
/// @param phaseMillis median milliseconds of each phase, in the order of [Phase]
/// @param againstBest how its times compare with the best's; empty for the best itself, for failures,
///     and where the two ran in no round together
/// @param verdict how it compares with the best in what the goals make small, and which goals it
///     misses, in a few words: `best`, `equal`, `slower`, `faster, misses drop`; empty without a
///     latency
/// @param onFront whether no other strategy is both faster and at least as accurate (Pareto front)
/// @param misses the goals it does not keep, each with its value; empty if it keeps them all
/// @param reason one sentence: why it is chosen, or why not
public record Standing(
        StrategyRecord strategy,
        int rank,
        Optional<Latency> latency,
        Optional<AccuracyDrop> accuracy,
        long bytesPerTrial,
        Phase dominating,
        List<Double> phaseMillis,
        Optional<Contrast> againstBest,
        String verdict,
        boolean onFront,
        List<String> misses,
        String reason) {
    public Standing {
        phaseMillis = List.copyOf(phaseMillis);
        misses = List.copyOf(misses);
    }

    /// Latency over its timed trials, in milliseconds.
    ///
    /// @param samples distinct samples
    /// @param trials timed trials
    public record Latency(int samples, int trials, Percentile p50, Percentile p95, Percentile p99, double meanMillis) {}

    /// A percentile with its 95 % interval, or the number of trials it would need.
    ///
    /// @param millis the sample percentile (Hyndman-Fan type 7)
    /// @param low lower end in milliseconds; NaN if the count cannot carry an interval
    /// @param high upper end in milliseconds; NaN if the count cannot carry an interval
    /// @param needed trials an interval needs; 0 if there are enough
    public record Percentile(double millis, double low, double high, int needed) {}

    /// Accuracy on the choice half against the untouched model's, all in [0, 1].
    ///
    /// @param value the strategy's own
    /// @param low lower end of its 95 % interval
    /// @param high upper end of its 95 % interval
    /// @param drop the untouched model's value minus this one; negative if it gained
    /// @param changed share of evaluation samples whose answer changed
    public record AccuracyDrop(String metric, double value, double low, double high, double drop, double changed) {}

    /// A strategy's times against the best one's in the rounds that both ran in: median over the
    /// round's samples, pair by pair, unless the goals make a mean or a tail small; then that figure of
    /// the round.
    ///
    /// @param ratio this time / the best's time, the median over rounds
    /// @param low lower end of its 95 % interval over rounds, which holds at every look and for all
    ///     strategies that could be chosen at once; 0 while the rounds are too few for one
    /// @param high upper end of it; infinite while the rounds are too few for one
    /// @param differenceMillis this time - the best's time, the median over rounds
    /// @param p of no difference, with the same two adjustments
    /// @param rounds that both ran in
    /// @param verdict how the two compare, given the worth
    public record Contrast(
            double ratio, double low, double high, double differenceMillis, double p, int rounds, Verdict verdict) {}
}
