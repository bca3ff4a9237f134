package io.tierwise.stats;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// A distribution-free confidence interval of a percentile, whose ends are values that were measured.
///
/// The number of values at or below the true p-quantile is binomial(n, p), whatever the distribution.
/// The interval goes from the largest order statistic whose chance to lie above the quantile is at most
/// half of 1 - confidence, to the smallest one whose chance to lie below it is. Reference: David and
/// Nagaraja, *Order Statistics* (2003), section 7.1; `qbinom(c(a/2, 1 - a/2), n, p)` in R,
/// `scipy.stats.binom.ppf`.
///
/// Precondition: independent values. Repeated runs of one input are not: take one value for each input
/// first. Ties and discrete clocks only raise the coverage.
///
/// @param probability which quantile: 0.95 for p95
/// @param count values seen
/// @param lowRank rank of the lower end among the sorted values, from 1; 0 for a one-sided bound
/// @param highRank rank of the upper end
/// @param interval the interval itself, in the unit of the data
/// @param coverage the true chance, at least the nominal confidence, for continuous data
public record OrderStatisticInterval(
        double probability, int count, int lowRank, int highRank, Interval interval, double coverage) {

    /// The two-sided interval with equal tails, or nothing when fewer than [#needed] values are there.
    public static Optional<OrderStatisticInterval> of(double[] values, double probability, double confidence) {
        return between(values, probability, confidence, (1 - confidence) / 2, true);
    }

    /// The one-sided interval from minus infinity to an upper bound, or nothing when fewer than
    /// [#neededForUpperBound] values are there.
    public static Optional<OrderStatisticInterval> upperBound(double[] values, double probability, double confidence) {
        return between(values, probability, confidence, 1 - confidence, false);
    }

    /// Smallest count for which the two-sided interval exists: p^n and (1-p)^n are both at most (1 -
    /// confidence) / 2.
    ///
    /// At 95 %: 6 for the median, 36 for p90, 72 for p95, 368 for p99.
    public static int needed(double probability, double confidence) {
        Checks.share("probability", probability);
        Checks.share("confidence", confidence);
        return smallestCount(Math.max(probability, 1 - probability), (1 - confidence) / 2);
    }

    /// Smallest count for which the largest value is an upper bound: p^n <= 1 - confidence.
    ///
    /// At 99 %: 44 for p90, 90 for p95, 459 for p99.
    public static int neededForUpperBound(double probability, double confidence) {
        Checks.share("probability", probability);
        Checks.share("confidence", confidence);
        return smallestCount(probability, 1 - confidence);
    }

    private static int smallestCount(double probability, double tail) {
        int count = (int) Math.max(1, Math.floor(Math.log(tail) / Math.log(probability)));
        while (!atMost(Math.pow(probability, count), tail)) {
            count++;
        }
        return count;
    }

    private static Optional<OrderStatisticInterval> between(
            double[] values, double probability, double confidence, double tail, boolean twoSided) {
        Checks.sample("values", values, 1);
        Checks.share("probability", probability);
        Checks.share("confidence", confidence);
        int count = values.length;
        var below = BinomialDistribution.of(count, probability);
        int low = twoSided ? lowRank(below, tail) : 0;
        int high = highRank(below, tail);
        if (high > count || (twoSided && low < 1)) {
            return Optional.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        var interval =
                new Interval(twoSided ? sorted[low - 1] : Double.NEGATIVE_INFINITY, sorted[high - 1], confidence);
        double coverage = below.cumulativeProbability(high - 1) - below.cumulativeProbability(low - 1);
        return Optional.of(new OrderStatisticInterval(probability, count, low, high, interval, coverage));
    }

    /// Largest r with P(B <= r - 1) <= tail, 0 if there is none.
    private static int lowRank(BinomialDistribution below, double tail) {
        int rank = below.inverseCumulativeProbability(tail);
        return atMost(below.cumulativeProbability(rank), tail) ? rank + 1 : rank;
    }

    /// Smallest s with P(B >= s) <= tail.
    private static int highRank(BinomialDistribution below, double tail) {
        int rank = below.inverseSurvivalProbability(tail);
        while (!atMost(below.survivalProbability(rank - 1), tail)) {
            rank++;
        }
        while (rank > 0 && atMost(below.survivalProbability(rank - 2), tail)) {
            rank--;
        }
        return rank;
    }

    /// Compares with slack for rounding, as 1 - 0.9 is not quite 0.1.
    private static boolean atMost(double chance, double tail) {
        return chance <= tail * (1 + 1e-12);
    }
}
