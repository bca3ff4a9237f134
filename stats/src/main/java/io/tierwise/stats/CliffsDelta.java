package io.tierwise.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Cliff's delta: the chance that a value of the first group exceeds one of the second, minus the
/// reverse chance.
///
/// Reference: Cliff, *Dominance statistics*, Psychological Bulletin 114 (1993), with the asymmetric
/// interval of Feng and Cliff, *Monte Carlo evaluation of ordinal d*, J. Modern Applied Statistical
/// Methods 3 (2004); magnitudes after Romano, Kromrey, Coraggio and Skowronek (2006);
/// `effsize::cliff.delta(a, b)` in R; in scipy `2 * mannwhitneyu(a, b).statistic / (n * m) - 1`.
///
/// Preconditions: values independent within and between groups. A tied pair counts for neither side.
/// Takes O((n + m) log(n + m)).
///
/// @param delta in [-1, 1]; positive means that the first group is larger (slower, for times)
/// @param magnitude the name of its size
public record CliffsDelta(double delta, Magnitude magnitude) {
    /// The size of an absolute delta.
    public enum Magnitude {
        /// below 0.147
        NEGLIGIBLE,
        /// from 0.147, below 0.33
        SMALL,
        /// from 0.33, below 0.474
        MEDIUM,
        /// from 0.474
        LARGE;

        public static Magnitude of(double delta) {
            double size = Math.abs(delta);
            return size < 0.147 ? NEGLIGIBLE : size < 0.33 ? SMALL : size < 0.474 ? MEDIUM : LARGE;
        }
    }

    public static CliffsDelta of(double[] first, double[] second) {
        double[] sortedFirst = sorted("first", first, 1);
        double[] sortedSecond = sorted("second", second, 1);
        long wins = Arrays.stream(dominance(sortedFirst, sortedSecond)).sum();
        double delta = (double) wins / ((double) first.length * second.length);
        return new CliffsDelta(delta, Magnitude.of(delta));
    }

    /// The interval of delta that Feng and Cliff found to cover best; at least two values a group.
    ///
    /// Where the groups do not overlap its variance vanishes; the inner end is then (n - z^2) / (n +
    /// z^2) of the smaller group.
    public static Interval interval(double[] first, double[] second, double confidence) {
        Checks.share("confidence", confidence);
        double[] sortedFirst = sorted("first", first, 2);
        double[] sortedSecond = sorted("second", second, 2);
        double delta = of(first, second).delta();
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
        if (Math.abs(delta) == 1) {
            int smaller = Math.min(first.length, second.length);
            double inner = delta * (smaller - z * z) / (smaller + z * z);
            return new Interval(Math.min(delta, inner), Math.max(delta, inner), confidence);
        }
        double variance = variance(sortedFirst, sortedSecond, delta);
        double rest = 1 - delta * delta;
        double middle = delta * rest;
        double reach = z * Math.sqrt(variance * (rest * rest + z * z * variance));
        double scale = rest + z * z * variance;
        return new Interval(Math.max(-1, (middle - reach) / scale), Math.min(1, (middle + reach) / scale), confidence);
    }

    /// Cliff's unbiased variance, kept at or above its smallest possible value.
    private static double variance(double[] first, double[] second, double delta) {
        double n = first.length;
        double m = second.length;
        long[] ofFirst = dominance(first, second);
        long[] ofSecond = dominance(second, first);
        double rows =
                Arrays.stream(ofFirst).mapToDouble(d -> square(d / m - delta)).sum();
        double columns =
                Arrays.stream(ofSecond).mapToDouble(d -> square(d / n + delta)).sum();
        double cells = n * m - ties(first, second) - n * m * delta * delta;
        double unbiased = (m * m * rows + n * n * columns - cells) / (n * m * (n - 1) * (m - 1));
        return Math.max(unbiased, (1 - delta * delta) / (n * m - 1));
    }

    /// For each value of sorted `values`, how many of sorted `others` lie below it minus how many lie above.
    private static long[] dominance(double[] values, double[] others) {
        long[] dominance = new long[values.length];
        int below = 0;
        int atMost = 0;
        for (int i = 0; i < values.length; i++) {
            while (below < others.length && others[below] < values[i]) {
                below++;
            }
            while (atMost < others.length && others[atMost] <= values[i]) {
                atMost++;
            }
            dominance[i] = (long) below - (others.length - atMost);
        }
        return dominance;
    }

    private static double ties(double[] values, double[] others) {
        double ties = 0;
        int below = 0;
        int atMost = 0;
        for (double value : values) {
            while (below < others.length && others[below] < value) {
                below++;
            }
            while (atMost < others.length && others[atMost] <= value) {
                atMost++;
            }
            ties += atMost - below;
        }
        return ties;
    }

    private static double square(double value) {
        return value * value;
    }

    private static double[] sorted(String name, double[] values, int atLeast) {
        double[] sorted = Checks.sample(name, values, atLeast).clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
