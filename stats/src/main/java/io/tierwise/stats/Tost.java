package io.tierwise.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Two one-sided tests that the ratio of two medians lies within 1 / (1 + worth) to 1 + worth.
///
/// Reference: Schuirmann, *A comparison of the two one-sided tests procedure and the power approach*,
/// J. Pharmacokinetics and Biopharmaceutics 15 (1987), on the logarithm of the ratio. Each p is the
/// share of bootstrap replicates beyond its bound, plus one of each, so the test of size a is the 1 -
/// 2a percentile interval lying within both bounds. The mean's counterpart in R: `TOSTER::tsum_TOST`,
/// `boot_t_TOST`.
///
/// Preconditions: values above zero, units drawn independently. Ties need no care. A large p is no
/// evidence of a difference.
///
/// @param ratio median of the first / median of the second; for pairs, median of the ratios
/// @param pBelow p against the ratio being at or below 1 / (1 + worth)
/// @param pAbove p against the ratio being at or above 1 + worth
public record Tost(double ratio, double pBelow, double pAbove) {
    /// Tests two independent groups.
    public static Tost ofGroups(double[] first, double[] second, double worth, Resampling resampling) {
        double[] logFirst = logarithms("first", first);
        double[] logSecond = logarithms("second", second);
        var random = new SplittableRandom(resampling.seed());
        double[] replicates = new double[resampling.resamples()];
        Arrays.setAll(
                replicates,
                i -> Quantiles.median(drawn(logFirst, random)) - Quantiles.median(drawn(logSecond, random)));
        return of(Quantiles.median(logFirst) - Quantiles.median(logSecond), replicates, worth);
    }

    /// Tests pairs measured on the same samples, in the same order.
    public static Tost ofPairs(double[] first, double[] second, double worth, Resampling resampling) {
        Checks.sameLength("first and second", first.length, second.length);
        double[] ratios = logarithms("first", first);
        double[] logSecond = logarithms("second", second);
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] -= logSecond[i];
        }
        var random = new SplittableRandom(resampling.seed());
        double[] replicates = new double[resampling.resamples()];
        Arrays.setAll(replicates, i -> Quantiles.median(drawn(ratios, random)));
        return of(Quantiles.median(ratios), replicates, worth);
    }

    /// The larger of both: the groups are equivalent at level a if it is at most a.
    public double p() {
        return Math.max(pBelow, pAbove);
    }

    private static Tost of(double logRatio, double[] replicates, double worth) {
        if (!(worth > 0 && worth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("worth must be greater than zero and finite: " + worth);
        }
        double margin = Math.log1p(worth);
        double all = replicates.length + 1;
        double below = Arrays.stream(replicates).filter(r -> r <= -margin).count();
        double above = Arrays.stream(replicates).filter(r -> r >= margin).count();
        return new Tost(Math.exp(logRatio), (below + 1) / all, (above + 1) / all);
    }

    private static double[] logarithms(String name, double[] values) {
        Checks.sample(name, values, 2);
        Checks.positive(name, values);
        return Arrays.stream(values).map(Math::log).toArray();
    }

    private static double[] drawn(double[] values, SplittableRandom random) {
        double[] drawn = new double[values.length];
        Arrays.setAll(drawn, i -> values[random.nextInt(values.length)]);
        return drawn;
    }
}
