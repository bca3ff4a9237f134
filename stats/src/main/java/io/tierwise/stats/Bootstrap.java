package io.tierwise.stats;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/// An estimate with an interval found by resampling what was measured.
///
/// Reference: Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapters 13 and 14;
/// Davison and Hinkley, *Bootstrap Methods* (1997), section 3.8 for clusters; in scipy
/// `scipy.stats.bootstrap` with `method = "percentile"` or `"BCa"`, in R `boot::boot.ci` with
/// `type = "perc"` or `"bca"`.
///
/// Precondition: the resampled units are independent. Repeated runs of one input are not, so give them
/// as one cluster: clusters are drawn whole. Ties between replicates and the estimate count half.
///
/// @param estimate the statistic of the data as measured
/// @param interval the confidence interval, in the unit of the statistic
/// @param standardError standard deviation of the replicates
/// @param method what the interval was made by; [Method#PERCENTILE] also where BCa was asked for and is
///     undefined, because every replicate lies on one side of the estimate or the adjusted tails cross
public record Bootstrap(double estimate, Interval interval, double standardError, Method method) {
    /// How replicates become an interval.
    public enum Method {
        /// Quantiles of the replicates: first-order accurate, robust for medians.
        PERCENTILE,
        /// Quantiles of the replicates further out, for few units: at the normal chance of sqrt(n /
        /// (n - 1)) times Student's t with n - 1 degrees of freedom. Makes up for a percentile interval
        /// of n units being too narrow (Hesterberg, *What teachers should know about the bootstrap*,
        /// The American Statistician 69, 2015).
        EXPANDED,
        /// Bias-corrected and accelerated: second-order accurate for smooth statistics, such as means
        /// and their ratios. Its acceleration is a jackknife's, which a median is not smooth enough
        /// for.
        BCA
    }

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /// Resamples single values.
    ///
    /// @throws IllegalArgumentException if there is no value, one is not finite, or the statistic is
    ///     not a number
    public static Bootstrap of(
            double[] sample, ToDoubleFunction<double[]> statistic, Method method, Resampling resampling) {
        Checks.sample("sample", sample, 1);
        return ofUnits(sample.length, units -> statistic.applyAsDouble(pick(sample, units)), method, resampling);
    }

    /// Resamples whole clusters, e.g. inputs with their repeated runs; rows reach the statistic uncopied.
    public static Bootstrap ofClusters(
            double[][] clusters, ToDoubleFunction<double[][]> statistic, Method method, Resampling resampling) {
        Checks.samples("clusters", clusters, 1, 1);
        return ofUnits(
                clusters.length,
                units -> {
                    double[][] picked = new double[units.length][];
                    Arrays.setAll(picked, i -> clusters[units[i]]);
                    return statistic.applyAsDouble(picked);
                },
                method,
                resampling);
    }

    /// Resamples processes, then inputs within each process drawn, and keeps an input's repeats
    /// together; [Method#EXPANDED] for the number of processes, or of inputs if there is one process
    /// only.
    ///
    /// @param processes values by process, input, repeat
    public static Bootstrap ofHierarchy(
            double[][][] processes, ToDoubleFunction<double[][][]> statistic, Resampling resampling) {
        if (processes.length == 0) {
            throw new IllegalArgumentException("processes needs at least 1 entry, got 0");
        }
        for (int i = 0; i < processes.length; i++) {
            Checks.samples("processes[" + i + "]", processes[i], 1, 1);
        }
        return ofDraws(
                statistic.applyAsDouble(processes),
                random -> statistic.applyAsDouble(Draws.hierarchy(processes, random)),
                processes.length > 1 ? processes.length : processes[0].length,
                resampling);
    }

    /// Resamples whatever stands behind the indices 0 to `units` - 1: the statistic gets the indices drawn.
    public static Bootstrap ofUnits(
            int units, ToDoubleFunction<int[]> statistic, Method method, Resampling resampling) {
        if (units < 1) {
            throw new IllegalArgumentException("units must be at least 1: " + units);
        }
        int[] all = new int[units];
        Arrays.setAll(all, i -> i);
        double estimate = defined(statistic.applyAsDouble(all));
        double[] replicates =
                replicates(random -> statistic.applyAsDouble(Draws.withReplacement(units, units, random)), resampling);
        return switch (method) {
            case PERCENTILE -> percentile(estimate, replicates, resampling.confidence());
            case EXPANDED -> expanded(estimate, replicates, units, resampling.confidence());
            case BCA -> corrected(estimate, replicates, acceleration(units, statistic), resampling.confidence());
        };
    }

    /// An expanded interval of replicates drawn by the caller; `units` is the count of the scarcest unit of chance.
    static Bootstrap ofDraws(
            double estimate, ToDoubleFunction<SplittableRandom> replicate, int units, Resampling resampling) {
        return expanded(defined(estimate), replicates(replicate, resampling), units, resampling.confidence());
    }

    private static double[] replicates(ToDoubleFunction<SplittableRandom> replicate, Resampling resampling) {
        var random = new SplittableRandom(resampling.seed());
        double[] replicates = new double[resampling.resamples()];
        Arrays.setAll(replicates, i -> defined(replicate.applyAsDouble(random)));
        Arrays.sort(replicates);
        return replicates;
    }

    /// A percentile interval of sorted replicates.
    static Bootstrap percentile(double estimate, double[] replicates, double confidence) {
        double tail = (1 - confidence) / 2;
        return between(estimate, replicates, new Tails(tail, 1 - tail, confidence, Method.PERCENTILE));
    }

    private static Bootstrap expanded(double estimate, double[] replicates, int units, double confidence) {
        if (units == 1) {
            return percentile(estimate, replicates, confidence);
        }
        double reach = TDistribution.of(units - 1.0).inverseSurvivalProbability((1 - confidence) / 2);
        double tail = NORMAL.survivalProbability(reach * Math.sqrt(units / (units - 1.0)));
        return between(estimate, replicates, new Tails(tail, 1 - tail, confidence, Method.EXPANDED));
    }

    private static Bootstrap corrected(double estimate, double[] replicates, double acceleration, double confidence) {
        double bias = bias(replicates, estimate);
        double tail = (1 - confidence) / 2;
        double low = adjusted(NORMAL.inverseCumulativeProbability(tail), bias, acceleration);
        double high = adjusted(NORMAL.inverseSurvivalProbability(tail), bias, acceleration);
        return low < high
                ? between(estimate, replicates, new Tails(low, high, confidence, Method.BCA))
                : percentile(estimate, replicates, confidence);
    }

    private record Tails(double low, double high, double confidence, Method method) {}

    private static Bootstrap between(double estimate, double[] replicates, Tails tails) {
        var interval = new Interval(
                Quantiles.Definition.LINEAR.of(replicates, tails.low()),
                Quantiles.Definition.LINEAR.of(replicates, tails.high()),
                tails.confidence());
        return new Bootstrap(estimate, interval, standardDeviation(replicates), tails.method());
    }

    /// Normal score of the share of replicates below the estimate; infinite if all lie on one side.
    private static double bias(double[] replicates, double estimate) {
        // A resample equal to the data in another order differs from the estimate by rounding only.
        double slack = 1e-12 * Math.abs(estimate);
        double below = 0;
        for (double replicate : replicates) {
            below += replicate < estimate - slack ? 1 : replicate <= estimate + slack ? 0.5 : 0;
        }
        return NORMAL.inverseCumulativeProbability(below / replicates.length);
    }

    /// Skewness of the jackknife values / 6, zero where leaving out any unit changes nothing.
    private static double acceleration(int units, ToDoubleFunction<int[]> statistic) {
        if (units == 1) {
            return 0;
        }
        double[] left = new double[units];
        for (int out = 0; out < units; out++) {
            int[] others = new int[units - 1];
            for (int i = 0; i < others.length; i++) {
                others[i] = i < out ? i : i + 1;
            }
            left[out] = defined(statistic.applyAsDouble(others));
        }
        double mean = Arrays.stream(left).average().orElseThrow();
        double squares = 0;
        double cubes = 0;
        for (double value : left) {
            double away = mean - value;
            squares += away * away;
            cubes += away * away * away;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }

    private static double adjusted(double score, double bias, double acceleration) {
        double shifted = bias + score;
        return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
    }

    private static double standardDeviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }

    private static double[] pick(double[] sample, int[] units) {
        double[] picked = new double[units.length];
        for (int i = 0; i < units.length; i++) {
            picked[i] = sample[units[i]];
        }
        return picked;
    }

    private static double defined(double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("The statistic of a resample is not a number");
        }
        return value;
    }
}
