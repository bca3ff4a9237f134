package io.tierwise.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/// Confidence intervals of a share, such as an accuracy, from counts of independent trials.
///
/// Reference: Clopper and Pearson, Biometrika 26 (1934); Wilson, JASA 22 (1927); Brown, Cai and
/// DasGupta, *Interval estimation for a binomial proportion*, Statistical Science 16 (2001);
/// `scipy.stats.binomtest(k, n).proportion_ci(confidence, method = "exact" | "wilson")`,
/// `binom.test(k, n)$conf.int` and `prop.test(k, n, correct = FALSE)$conf.int` in R.
public final class BinomialInterval {
    private BinomialInterval() {}

    /// The exact interval: never covers less than `confidence`, often more. For promises.
    public static Interval clopperPearson(int successes, int trials, double confidence) {
        return of(BinomialConfidenceInterval.CLOPPER_PEARSON, successes, trials, confidence);
    }

    /// The score interval: covers about `confidence` on average, and is narrower. For reports.
    public static Interval wilson(int successes, int trials, double confidence) {
        return of(BinomialConfidenceInterval.WILSON_SCORE, successes, trials, confidence);
    }

    /// The exact one-sided upper bound of the share: it is exceeded with chance at most 1 - confidence.
    ///
    /// In R: `binom.test(k, n, alternative = "less", conf.level = confidence)$conf.int[2]`.
    public static double upperBound(int successes, int trials, double confidence) {
        Checks.counts(successes, trials);
        Checks.share("confidence", confidence);
        return successes == trials
                ? 1
                : BetaDistribution.of(successes + 1.0, trials - successes).inverseCumulativeProbability(confidence);
    }

    /// The exact one-sided lower bound of the share.
    public static double lowerBound(int successes, int trials, double confidence) {
        Checks.counts(successes, trials);
        return 1 - upperBound(trials - successes, trials, confidence);
    }

    private static Interval of(BinomialConfidenceInterval method, int successes, int trials, double confidence) {
        Checks.counts(successes, trials);
        Checks.share("confidence", confidence);
        var interval = method.fromErrorRate(trials, successes, 1 - confidence);
        // Rounding leaves the score interval of 0 or all successes a few ulps away from the end it should touch.
        double low = successes == 0 ? 0 : interval.getLowerBound();
        double high = successes == trials ? 1 : interval.getUpperBound();
        return new Interval(low, high, confidence);
    }
}
