package io.tierwise.stats;

import java.util.Arrays;

/// The percentiles a latency report shows, in the unit of the data, and the definition they were taken
/// by.
///
/// Reference: Hyndman and Fan, *Sample quantiles in statistical packages*, The American Statistician 50
/// (1996); `quantile(x, p, type = 7)` in R, `numpy.quantile(x, p, method = "linear")`. Ties need no
/// care.
///
/// @param definition how neighbouring order statistics were joined
/// @param count values seen
public record Quantiles(Definition definition, int count, double p50, double p95, double p99) {
    /// How a quantile falls between two order statistics, by Hyndman and Fan's numbers.
    public enum Definition {
        /// Type 1, the inverse of the empirical distribution: always a value that was measured. numpy:
        /// `inverted_cdf`.
        INVERSE_CDF,
        /// Type 6, position p(n+1): what hipparchus and many spreadsheets call exclusive. numpy: `weibull`.
        WEIBULL,
        /// Type 7, position p(n-1)+1: the default of R and numpy, and of Tierwise. numpy: `linear`.
        LINEAR,
        /// Type 8, position p(n+1/3)+1/3: nearly median-unbiased for every distribution. numpy: `median_unbiased`.
        MEDIAN_UNBIASED;

        double of(double[] sorted, double probability) {
            int count = sorted.length;
            double position = switch (this) {
                // The slack keeps 0.07 * 100 = 7.000000000000001 from being read as position 8.
                case INVERSE_CDF -> Math.ceil(count * probability - 1e-9);
                case WEIBULL -> probability * (count + 1);
                case LINEAR -> probability * (count - 1) + 1;
                case MEDIAN_UNBIASED -> probability * (count + 1 / 3.0) + 1 / 3.0;
            };
            double floor = Math.floor(position);
            double low = sorted[clamp((int) floor, 1, count) - 1];
            double high = sorted[clamp((int) floor + 1, 1, count) - 1];
            return low + (position - floor) * (high - low);
        }

        private static int clamp(int position, int least, int most) {
            return Math.max(least, Math.min(position, most));
        }
    }

    /// The percentiles of `values` by [Definition#LINEAR].
    public static Quantiles of(double[] values) {
        return of(values, Definition.LINEAR);
    }

    public static Quantiles of(double[] values, Definition definition) {
        double[] sorted = sorted(values);
        return new Quantiles(
                definition,
                sorted.length,
                definition.of(sorted, 0.50),
                definition.of(sorted, 0.95),
                definition.of(sorted, 0.99));
    }

    /// The quantile of `values` at `probability` in [0, 1].
    ///
    /// @throws IllegalArgumentException if there is no value, one is not finite, or the probability is
    ///     out of range
    public static double quantile(double[] values, double probability, Definition definition) {
        Checks.pValue("probability", probability);
        return definition.of(sorted(values), probability);
    }

    /// The middle value, or the mean of the middle two.
    public static double median(double[] values) {
        return Definition.LINEAR.of(sorted(values), 0.5);
    }

    private static double[] sorted(double[] values) {
        double[] sorted = Checks.sample("values", values, 1).clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
