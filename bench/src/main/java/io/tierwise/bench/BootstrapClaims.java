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
import java.util.stream.Stream;

/// What 95 % intervals found by resampling claim: that they hold the truth.
///
/// Two of them hold it more often by construction. A hierarchy counts chance between inputs twice, in
/// the processes' own means and again when inputs are drawn, so its interval is too wide where
/// processes are alike. A ratio over processes does the same, takes medians of few processes, which
/// jump from one process to another in resamples, and is expanded for one strategy's processes although
/// both strategies' tell of the spread.
final class BootstrapClaims {

    private static final int RESAMPLES = 500;
    private static final double WORTH = 0.05;
    private static final double FACTOR = 0.8;
    private static final double SPREAD = 0.5;
    private static final double MEAN = Math.exp(SPREAD * SPREAD / 2);

    private BootstrapClaims() {}

    static List<Claim> all() {
        return Stream.of(ofValues(), ofClusters(), ofPairs(), ofProcesses(), ofLines())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Claim> ofValues() {
        String skewed = "lognormal, spread 0.5";
        return List.of(
                Claim.covers("percentile bootstrap, median", skewed, "50", r -> median(r, 50, Method.PERCENTILE)),
                Claim.covers("percentile bootstrap, mean", skewed, "200", r -> mean(r, 200, Method.PERCENTILE)),
                Claim.covers("expanded bootstrap, median", skewed, "20", r -> median(r, 20, Method.EXPANDED)),
                Claim.covers("BCa bootstrap, mean", skewed, "100", r -> mean(r, 100, Method.BCA)),
                Claim.covers("BCa bootstrap, ratio of means", skewed, "100", BootstrapClaims::ratioOfMeans));
    }

    private static List<Claim> ofClusters() {
        String clustered = "clusters of repeats, skewed";
        String percentile = "percentile bootstrap of clusters, mean";
        String corrected = "BCa bootstrap of clusters, mean";
        return List.of(
                Claim.covers(percentile, clustered, "100 x 4", r -> clusters(r, 100, Method.PERCENTILE)),
                Claim.covers(corrected, clustered, "60 x 4", r -> clusters(r, 60, Method.BCA)));
    }

    private static List<Claim> ofPairs() {
        String spiky = "pairs of repeats with spikes";
        return List.of(
                Claim.covers("paired ratio", spiky, "20 x 3", r -> pairedRatio(r, 20)),
                Claim.covers("paired ratio", spiky, "100 x 3", r -> pairedRatio(r, 100)),
                Claim.covers("paired difference", "pairs with spikes", "40", BootstrapClaims::pairedDifference));
    }

    private static List<Claim> ofProcesses() {
        String hierarchy = "hierarchical bootstrap, mean";
        String ratio = "paired ratio over processes";
        String far = "processes differ by 20 %";
        String near = "processes alike";
        return List.of(
                Claim.covers(hierarchy, far, "5 x 30 x 3", r -> hierarchy(r, 5, 0.2)),
                Claim.covers(hierarchy, far, "10 x 30 x 3", r -> hierarchy(r, 10, 0.2)),
                Claim.coversAtLeast(hierarchy, near, "5 x 30 x 3", r -> hierarchy(r, 5, 0)),
                Claim.coversAtLeast(ratio, far, "2 x 4 x 20", r -> acrossProcesses(r, 4, 0.2)),
                Claim.coversAtLeast(ratio, far, "2 x 5 x 20", r -> acrossProcesses(r, 5, 0.2)),
                Claim.coversAtLeast(ratio, near, "2 x 5 x 20", r -> acrossProcesses(r, 5, 0)));
    }

    private static List<Claim> ofLines() {
        return List.of(
                Claim.covers("slope of the median", "normal noise", "60", r -> slope(r, 60, 0.5)),
                Claim.covers("slope of p90", "exponential noise that grows", "100", r -> slope(r, 100, 0.9)));
    }

    private static Resampling resampling(SplittableRandom random) {
        return resampling(random, RESAMPLES);
    }

    private static Resampling resampling(SplittableRandom random, int resamples) {
        return new Resampling(random.nextLong(), resamples, Claim.CONFIDENCE);
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

    private static boolean hierarchy(SplittableRandom random, int count, double spread) {
        double[][][] processes = new double[count][][];
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

    private static boolean acrossProcesses(SplittableRandom random, int processes, double spread) {
        double[] levels = Latencies.levels(random, 20);
        double[][][] first = Latencies.processes(random, levels, FACTOR, processes, spread);
        double[][][] second = Latencies.processes(random, levels, 1, processes, spread);
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
        return QuantileRegression.intervals(x, y, tau, resampling(random, 200))
                .get(1)
                .interval()
                .contains(truth);
    }
}
