package io.tierwise.stats;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// An interval of a percentile that stays valid however often one looks: after every round, and at a
/// stop it caused.
///
/// The number of values at or below the true p-quantile is a walk of coin flips with chance p. A
/// uniform mixture over other chances, M = B(k + 1, n - k + 1) / (p^k (1 - p)^(n - k)) with k of n at
/// or below, is a martingale starting at 1, so it ever reaches 1 / (1 - confidence) with chance at most
/// 1 - confidence (Ville). Values for which it has not are kept; they lie between two order statistics.
/// Reference: Robbins, *Statistical methods related to the law of the iterated logarithm*, Annals of
/// Mathematical Statistics 41 (1970); Howard and Ramdas, *Sequential estimation of quantiles*,
/// Bernoulli 28 (2022); R: `confseq::quantile_confseq` gives a similar one.
///
/// Precondition: values arrive independently of each other, in an order that does not depend on them.
/// Ties only raise the coverage. The price of looking at will is width: 1.4 times the ranks of
/// [OrderStatisticInterval] at n = 50, 1.6 times at 200, 1.8 times at 1000.
public final class AnytimeInterval {
    private AnytimeInterval() {}

    /// The interval of the median of the values seen so far, or nothing while there are too few.
    public static Optional<Interval> ofMedian(double[] values, double confidence) {
        return of(values, 0.5, confidence);
    }

    /// The interval of the quantile at `probability`, or nothing while one of its ends is beyond the values seen.
    public static Optional<Interval> of(double[] values, double probability, double confidence) {
        Checks.sample("values", values, 1);
        Checks.share("probability", probability);
        Checks.share("confidence", confidence);
        int count = values.length;
        double bar = -Math.log1p(-confidence);
        var walk = BinomialDistribution.of(count, probability);
        int least = 0;
        while (least <= count && logMixture(least, walk) >= bar) {
            least++;
        }
        int most = count;
        while (most >= 0 && logMixture(most, walk) >= bar) {
            most--;
        }
        if (least < 1 || most >= count) {
            return Optional.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Optional.of(new Interval(sorted[least - 1], sorted[most], confidence));
    }

    /// B(k + 1, n - k + 1) is 1 / ((n + 1) C(n, k)), so M is 1 / ((n + 1) P(k)).
    private static double logMixture(int below, BinomialDistribution walk) {
        return -Math.log(walk.getNumberOfTrials() + 1.0) - walk.logProbability(below);
    }
}
