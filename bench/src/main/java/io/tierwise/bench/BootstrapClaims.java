package io.tierwise.bench;

import io.tierwise.stats.Bootstrap;
import io.tierwise.stats.Bootstrap.Method;
import io.tierwise.stats.PairedComparison;
import io.tierwise.stats.QuantileRegression;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Resampling;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// What 95 % intervals found by resampling claim: that they hold the truth.
///
/// Two of them hold it more often by construction. A hierarchy counts chance between inputs twice, in the
/// processes' own means and again when inputs are drawn, so its interval is too wide where processes
/// are alike. Resampling rows for a quantile's line repeats some rows and lacks others, which spreads
/// its replicates more than the line itself.
final class BootstrapClaims {

    private static final int RESAMPLES = 1000;
    private static final double WORTH = 0.05;
    private static final double FACTOR = 0.8;
    private static final double SPREAD = 0.5;
    private static final double MEAN = Math.exp(SPREAD * SPREAD / 2);

    private BootstrapClaims() {}

    static List<Claim> all() {
        String skewed = "lognormal, spread 0.5";
        String repeated = "repeats of one input alike";
        String pairs = "pairs with spikes";
        return List.of(
                Claim.covers("percentile bootstrap, median", skewed, "50", r -> median(r, 50, Method.PERCENTILE)),
                Claim.covers("percentile bootstrap, mean", skewed, "200", r -> mean(r, 200, Method.PERCENTILE)),
                Claim.covers("expanded bootstrap, median", skewed, "20", r -> median(r, 20, Method.EXPANDED)),
                Claim.covers("BCa bootstrap, mean", skewed, "100", r -> mean(r, 100, Method.BCA)),
                Claim.covers("BCa bootstrap, ratio of means", skewed, "100", BootstrapClaims::ratioOfMeans),
                Claim.covers(
                        "clustered percentile bootstrap, mean",
                        repeated,
                        "100 x 4",
                        r -> clusters(r, 100, Method.PERCENTILE)),
                Claim.covers("clustered BCa bootstrap, mean", repeated, "60 x 4", r -> clusters(r, 60, Method.BCA)),
                Claim.covers(
                        "hierarchical bootstrap, mean",
                        "processes differ by 20 %",
                        "5 x 30 x 3",
                        r -> hierarchy(r, 0.2)),
                Claim.coversAtLeast(
                        "hierarchical bootstrap, mean", "processes alike", "5 x 30 x 3", r -> hierarchy(r, 0)),
                Claim.covers("paired ratio of repeats", pairs, "20 x 3", r -> pairedRatio(r, 20)),
                Claim.covers("paired ratio of repeats", pairs, "100 x 3", r -> pairedRatio(r, 100)),
                Claim.covers("paired difference of medians", pairs, "40", BootstrapClaims::pairedDifference),
                Claim.covers(
                        "paired ratio over processes",
                        "processes differ by 5 %",
                        "5 + 5 x 20",
                        r -> acrossProcesses(r, 0.05)),
                Claim.coversAtLeast(
                        "paired ratio over processes", "processes alike", "5 + 5 x 20", r -> acrossProcesses(r, 0)),
                Claim.coversAtLeast("slope of the median", "normal noise", "60", r -> slope(r, 60, 0.5)),
                Claim.coversAtLeast("slope of p90", "exponential noise that grows", "200", r -> slope(r, 200, 0.9)));
    }

    private static Resampling resampling(SplittableRandom random) {
        return new Resampling(random.nextLong(), RESAMPLES, Claim.CONFIDENCE);
    }

    private static boolean median(SplittableRandom random, int count, Method method) {
        double[] values = Latencies.lognormal(random, count, SPREAD);
        return Bootstrap.of(values, Quantiles::median, method, resampling(random))
                .interval()
                .contains(1);
    }

    private static boolean mean(SplittableRandom random, int count, Method method) {
        double[] values = Latencies.lognormal(random, count, SPREAD);
        ToDoubleFunction<double[]> mean =
                drawn -> Arrays.stream(drawn).average().orElseThrow();
        return Bootstrap.of(values, mean, method, resampling(random)).interval().contains(MEAN);
    }

    private static boolean ratioOfMeans(SplittableRandom random) {
        double[] above = Latencies.lognormal(random, 100, SPREAD);
        double[] below = Latencies.lognormal(random, 100, SPREAD);
        ToDoubleFunction<int[]> ratio =
                units -> Arrays.stream(units).mapToDouble(unit -> above[unit]).sum()
                        / Arrays.stream(units).mapToDouble(unit -> below[unit]).sum();
        return Bootstrap.ofUnits(100, ratio, Method.BCA, resampling(random))
                .interval()
                .contains(1);
    }

    private static boolean clusters(SplittableRandom random, int inputs, Method method) {
        double[][] clusters = inputs(random, inputs, 4, 1);
        return Bootstrap.ofClusters(clusters, BootstrapClaims::meanOfAll, method, resampling(random))
                .interval()
                .contains(MEAN);
    }

    private static boolean hierarchy(SplittableRandom random, double spread) {
        double[][][] processes = new double[5][][];
        Arrays.setAll(processes, i -> inputs(random, 30, 3, Math.exp(spread * random.nextGaussian())));
        ToDoubleFunction<double[][][]> mean = drawn -> Arrays.stream(drawn)
                .mapToDouble(BootstrapClaims::meanOfAll)
                .average()
                .orElseThrow();
        return Bootstrap.ofHierarchy(processes, mean, resampling(random))
                .interval()
                .contains(MEAN * Math.exp(spread * spread / 2));
    }

    /// Inputs that differ by 49 % with repeats that differ by 10 %, [#SPREAD] together; mean [#MEAN] times `factor`.
    private static double[][] inputs(SplittableRandom random, int inputs, int repeats, double factor) {
        double[] levels = Latencies.lognormal(random, inputs, Math.sqrt(SPREAD * SPREAD - 0.01));
        double[][] values = new double[inputs][];
        for (int i = 0; i < inputs; i++) {
            double level = factor * levels[i];
            values[i] = Arrays.stream(Latencies.lognormal(random, repeats, 0.1))
                    .map(v -> level * v)
                    .toArray();
        }
        return values;
    }

    private static double meanOfAll(double[][] clusters) {
        return Arrays.stream(clusters).flatMapToDouble(Arrays::stream).average().orElseThrow();
    }

    private static boolean pairedRatio(SplittableRandom random, int samples) {
        double[] levels = Latencies.levels(random, samples);
        double[][] first = Latencies.repeats(random, levels, FACTOR, 3);
        double[][] second = Latencies.repeats(random, levels, 1, 3);
        return PairedComparison.of(first, second, WORTH, resampling(random))
                .ratioInterval()
                .contains(FACTOR);
    }

    /// Alike but for a constant, so that the difference is symmetric about it.
    private static boolean pairedDifference(SplittableRandom random) {
        double[] levels = Latencies.levels(random, 40);
        double[] first = Arrays.stream(Latencies.repeats(random, levels, 1, 1))
                .mapToDouble(v -> v[0] + 2)
                .toArray();
        double[] second = Arrays.stream(Latencies.repeats(random, levels, 1, 1))
                .mapToDouble(v -> v[0])
                .toArray();
        return PairedComparison.ofMedians(first, second, WORTH, resampling(random))
                .differenceInterval()
                .contains(2);
    }

    private static boolean acrossProcesses(SplittableRandom random, double spread) {
        double[] levels = Latencies.levels(random, 20);
        double[][][] first = Latencies.processes(random, levels, FACTOR, spread);
        double[][][] second = Latencies.processes(random, levels, 1, spread);
        return PairedComparison.ofProcesses(first, second, WORTH, resampling(random))
                .ratioInterval()
                .contains(FACTOR);
    }

    /// y = 1 + 3x + noise, normal for the median; else exponential and growing with x, which bends no quantile.
    private static boolean slope(SplittableRandom random, int rows, double tau) {
        double[][] x = new double[rows][];
        Arrays.setAll(x, i -> new double[] {random.nextDouble()});
        double[] y = new double[rows];
        Arrays.setAll(
                y,
                i -> 1 + 3 * x[i][0] + (tau == 0.5 ? random.nextGaussian() : (1 + x[i][0]) * random.nextExponential()));
        double truth = tau == 0.5 ? 3 : 3 - Math.log(1 - tau);
        return QuantileRegression.intervals(x, y, tau, resampling(random))
                .get(1)
                .interval()
                .contains(truth);
    }
}
