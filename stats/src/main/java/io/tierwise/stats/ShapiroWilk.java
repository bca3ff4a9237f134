package io.tierwise.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Shapiro and Wilk's test that a sample is normal.
///
/// Reference: Royston, *Remark AS R94: a remark on algorithm AS 181*, Applied Statistics 44 (1995),
/// whose polynomials give the weights and the distribution of W for 3 to 5000 values;
/// `scipy.stats.shapiro(x)`, `shapiro.test(x)` in R.
///
/// Preconditions: independent values that are not all equal. The approximation is meant for data
/// without ties; many ties make W smaller. Latencies are hardly ever normal: use it to show that, not
/// to choose a test.
///
/// @param w near 1 for a normal sample
/// @param p chance of a W at most as large from a normal distribution
public record ShapiroWilk(double w, double p) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int LEAST = 3;
    private static final int MOST = 5000;

    // Royston's polynomials, lowest power first: last and second-last weight in 1 / sqrt(n); for n <=
    // 11 gamma, mean and log deviation in n; above mean and log deviation in log n.
    private static final double[] LAST_WEIGHT = {0, 0.221157, -0.147981, -2.071190, 4.434685, -2.706056};
    private static final double[] NEXT_WEIGHT = {0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};
    private static final double[] SMALL_GAMMA = {-2.273, 0.459};
    private static final double[] SMALL_MEAN = {0.5440, -0.39978, 0.025054, -0.0006714};
    private static final double[] SMALL_LOG_DEVIATION = {1.3822, -0.77857, 0.062767, -0.0020322};
    private static final double[] LARGE_MEAN = {-1.5861, -0.31082, -0.083751, 0.0038915};
    private static final double[] LARGE_LOG_DEVIATION = {-0.4803, -0.082676, 0.0030302};

    /// Tests a sample in any order.
    ///
    /// @throws IllegalArgumentException if there are fewer than 3 or more than 5000 values, or all are
    ///     equal
    public static ShapiroWilk test(double[] values) {
        double[] sorted = Checks.sample("values", values, LEAST).clone();
        if (sorted.length > MOST) {
            throw new IllegalArgumentException("values must not be more than " + MOST + ", got " + sorted.length);
        }
        Arrays.sort(sorted);
        if (sorted[0] == sorted[sorted.length - 1]) {
            throw new IllegalArgumentException("values must differ; all are " + sorted[0]);
        }
        double missing = missing(sorted, weights(sorted.length));
        return new ShapiroWilk(1 - missing, p(missing, sorted.length));
    }

    /// Weights of the upper half of the order statistics, largest value first.
    private static double[] weights(int count) {
        double[] weights = new double[count / 2];
        if (count == LEAST) {
            weights[0] = Math.sqrt(0.5);
            return weights;
        }
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = NORMAL.inverseSurvivalProbability((i + 1 - 0.375) / (count + 0.25));
            squares += 2 * weights[i] * weights[i];
        }
        double norm = Math.sqrt(squares);
        double root = 1 / Math.sqrt(count);
        double last = polynomial(LAST_WEIGHT, root) + weights[0] / norm;
        double next = count > 5 ? polynomial(NEXT_WEIGHT, root) + weights[1] / norm : 0;
        int from = count > 5 ? 2 : 1;
        double rest = squares - 2 * weights[0] * weights[0] - (count > 5 ? 2 * weights[1] * weights[1] : 0);
        double scale = Math.sqrt(rest / (1 - 2 * last * last - 2 * next * next));
        for (int i = from; i < weights.length; i++) {
            weights[i] /= scale;
        }
        weights[0] = last;
        if (count > 5) {
            weights[1] = next;
        }
        return weights;
    }

    /// 1 - W, taken as a product so that W near 1 keeps its digits.
    private static double missing(double[] sorted, double[] weights) {
        int count = sorted.length;
        double range = sorted[count - 1] - sorted[0];
        double mean = 0;
        for (double value : sorted) {
            mean += (value - sorted[0]) / range / count;
        }
        double ofWeights = 0;
        double ofValues = 0;
        double ofBoth = 0;
        for (int i = 0; i < count; i++) {
            double weight =
                    i < weights.length ? -weights[i] : count - 1 - i < weights.length ? weights[count - 1 - i] : 0;
            double away = (sorted[i] - sorted[0]) / range - mean;
            ofWeights += weight * weight;
            ofValues += away * away;
            ofBoth += weight * away;
        }
        double root = Math.sqrt(ofWeights * ofValues);
        return Math.max(0, (root - ofBoth) * (root + ofBoth) / (ofWeights * ofValues));
    }

    private static double p(double missing, int count) {
        if (count == LEAST) {
            double p = 6 / Math.PI * (Math.asin(Math.sqrt(1 - missing)) - Math.asin(Math.sqrt(0.75)));
            return Math.max(0, Math.min(1, p));
        }
        if (missing == 0) {
            return 1;
        }
        double transformed = Math.log(missing);
        double mean;
        double deviation;
        if (count <= 11) {
            // W cannot be so small that gamma is reached: 1 - W stays below 0.4 of 4 values, gamma above log 0.64.
            transformed = -Math.log(polynomial(SMALL_GAMMA, count) - transformed);
            mean = polynomial(SMALL_MEAN, count);
            deviation = Math.exp(polynomial(SMALL_LOG_DEVIATION, count));
        } else {
            double log = Math.log(count);
            mean = polynomial(LARGE_MEAN, log);
            deviation = Math.exp(polynomial(LARGE_LOG_DEVIATION, log));
        }
        return NORMAL.survivalProbability((transformed - mean) / deviation);
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            value = value * x + coefficients[i];
        }
        return value;
    }
}
