package io.tierwise.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// McNemar's exact test that two models answer the same samples equally well; two-sided.
///
/// Only samples that one of them gets right and the other wrong count; given their number, either is as
/// likely. Reference: McNemar, Psychometrika 12 (1947), exact by the binomial; `binom.test(b, b + c)`
/// or `exact2x2::mcnemar.exact` in R, `scipy.stats.binomtest(b, b + c).pvalue`.
///
/// Precondition: samples independent of each other, both models asked each of them once. Samples with
/// equal answers do not enter. Conservative, as every exact test of counts is.
///
/// @param firstOnly samples only the first gets right
/// @param secondOnly samples only the second gets right
/// @param p two-sided; 1 when there is no discordant sample
public record McNemar(int firstOnly, int secondOnly, double p) {
    public static McNemar test(int firstOnly, int secondOnly) {
        if (firstOnly < 0 || secondOnly < 0) {
            throw new IllegalArgumentException("Counts must not be negative: " + firstOnly + ", " + secondOnly);
        }
        int discordant = Math.addExact(firstOnly, secondOnly);
        double tail = BinomialDistribution.of(discordant, 0.5).cumulativeProbability(Math.min(firstOnly, secondOnly));
        return new McNemar(firstOnly, secondOnly, Math.min(1, 2 * tail));
    }

    /// Tests per-sample correctness, samples in the same order.
    public static McNemar test(boolean[] firstCorrect, boolean[] secondCorrect) {
        Checks.sameLength("firstCorrect and secondCorrect", firstCorrect.length, secondCorrect.length);
        int firstOnly = 0;
        int secondOnly = 0;
        for (int i = 0; i < firstCorrect.length; i++) {
            firstOnly += firstCorrect[i] && !secondCorrect[i] ? 1 : 0;
            secondOnly += secondCorrect[i] && !firstCorrect[i] ? 1 : 0;
        }
        return test(firstOnly, secondOnly);
    }

    /// Samples on which exactly one model is right.
    public int discordant() {
        return firstOnly + secondOnly;
    }
}
