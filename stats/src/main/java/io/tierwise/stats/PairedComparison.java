package io.tierwise.stats;

import java.util.Arrays;
import java.util.SplittableRandom;

/// How the times of a first strategy compare with those of a second on the same samples.
///
/// Each sample gives one pair: the median over its repeats under either strategy. The ratio is the
/// median over samples of first / second, the difference the median of first - second; both have
/// percentile bootstrap intervals that draw whole samples, since repeats of one sample are not
/// independent (Davison and Hinkley 1997, section 3.8). In R:
/// `boot(a / b, function(x, i) median(x[i]), 2000)` with `boot.ci(type = "perc")`.
///
/// Preconditions: times above zero, both strategies measured on every sample, samples independent of
/// each other. Ties need no care. Exchanging the strategies inverts the ratio and negates the
/// difference.
///
/// @param samples samples compared
/// @param ratio median of first / second: 0.8 means the first needs 80 % of the time
/// @param ratioInterval confidence interval of the ratio
/// @param difference median of first - second, in the unit of the data
/// @param differenceInterval confidence interval of the difference
/// @param worth the smallest relative difference that matters, e.g. 0.05
public record PairedComparison(
        int samples,
        double ratio,
        Interval ratioInterval,
        double difference,
        Interval differenceInterval,
        double worth) {
    public PairedComparison {
        Verdict.of(ratioInterval, worth);
    }

    public Verdict verdict() {
        return Verdict.of(ratioInterval, worth);
    }

    /// Whether a difference is certain to be at least `worth`, not merely to exist.
    public boolean beyondWorth() {
        return ratioInterval.high() <= 1 / (1 + worth) || ratioInterval.low() >= 1 + worth;
    }

    /// Compares samples measured one or more times each.
    ///
    /// @param first times under the first strategy by sample, repeat; rows may differ in length
    /// @param second times under the second strategy, samples in the same order
    public static PairedComparison of(double[][] first, double[][] second, double worth, Resampling resampling) {
        Checks.samples("first", first, 1, 1);
        Checks.samples("second", second, 1, 1);
        Checks.sameLength("first and second", first.length, second.length);
        return ofMedians(medians("first", first), medians("second", second), worth, resampling);
    }

    /// Compares samples measured once each, or already reduced to one time each.
    public static PairedComparison ofMedians(double[] first, double[] second, double worth, Resampling resampling) {
        checkPairs(first, second);
        double[] ratios = logRatios(first, second);
        double[] differences = differences(first, second);
        var method = Bootstrap.Method.EXPANDED;
        return joined(
                Bootstrap.of(ratios, Quantiles::median, method, resampling),
                Bootstrap.of(differences, Quantiles::median, method, resampling),
                first.length,
                worth);
    }

    /// Compares strategies that ran in several fresh processes each; every process ran every sample.
    ///
    /// A process is a unit of chance of its own (its memory layout, its placement on cores), so each
    /// resample draws processes of either strategy and, for all of them alike, samples. A sample's time
    /// is its median over the processes drawn and their repeats. The interval is expanded for the
    /// smaller number of processes, so a handful of them gives a wide one; a strategy with a single
    /// process counts as if processes did not differ.
    ///
    /// @param first times under the first strategy by process, sample, repeat
    /// @param second times under the second strategy; its processes may differ in number
    public static PairedComparison ofProcesses(
            double[][][] first, double[][][] second, double worth, Resampling resampling) {
        int samples = checkProcesses("first", first);
        Checks.sameLength("samples of first and second", samples, checkProcesses("second", second));
        int units = scarcest(samples, first.length, second.length);
        int[] everySample = range(samples);
        double[] allFirst = acrossProcesses(first, range(first.length), everySample);
        double[] allSecond = acrossProcesses(second, range(second.length), everySample);
        var ratio = Bootstrap.ofDraws(
                Quantiles.median(logRatios(allFirst, allSecond)),
                random -> {
                    Drawn drawn = Drawn.from(first, second, random);
                    return Quantiles.median(logRatios(drawn.first(), drawn.second()));
                },
                units,
                resampling);
        var difference = Bootstrap.ofDraws(
                Quantiles.median(differences(allFirst, allSecond)),
                random -> {
                    Drawn drawn = Drawn.from(first, second, random);
                    return Quantiles.median(differences(drawn.first(), drawn.second()));
                },
                units,
                resampling);
        return joined(ratio, difference, samples, worth);
    }

    @SuppressWarnings("ArrayRecordComponent") // lives for one replicate, never compared
    private record Drawn(double[] first, double[] second) {
        static Drawn from(double[][][] first, double[][][] second, SplittableRandom random) {
            int[] samples = Draws.all(first[0].length, random);
            return new Drawn(
                    acrossProcesses(first, Draws.all(first.length, random), samples),
                    acrossProcesses(second, Draws.all(second.length, random), samples));
        }
    }

    /// Ratios are taken as logarithms so that an even number of samples and the reverse comparison agree exactly.
    private static PairedComparison joined(Bootstrap logRatio, Bootstrap difference, int samples, double worth) {
        Interval logs = logRatio.interval();
        return new PairedComparison(
                samples,
                Math.exp(logRatio.estimate()),
                new Interval(Math.exp(logs.low()), Math.exp(logs.high()), logs.confidence()),
                difference.estimate(),
                difference.interval(),
                worth);
    }

    private static double[] acrossProcesses(double[][][] processes, int[] drawn, int[] samples) {
        double[] medians = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            int sample = samples[i];
            medians[i] = Quantiles.median(Arrays.stream(drawn)
                    .boxed()
                    .flatMapToDouble(process -> Arrays.stream(processes[process][sample]))
                    .toArray());
        }
        return medians;
    }

    private static double[] medians(String name, double[][] samples) {
        double[] medians = new double[samples.length];
        for (int i = 0; i < samples.length; i++) {
            Checks.positive(name + "[" + i + "]", samples[i]);
            medians[i] = Quantiles.median(samples[i]);
        }
        return medians;
    }

    private static double[] logRatios(double[] first, double[] second) {
        double[] ratios = new double[first.length];
        Arrays.setAll(ratios, i -> Math.log(first[i]) - Math.log(second[i]));
        return ratios;
    }

    private static double[] differences(double[] first, double[] second) {
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> first[i] - second[i]);
        return differences;
    }

    private static void checkPairs(double[] first, double[] second) {
        Checks.sample("first", first, 1);
        Checks.sample("second", second, 1);
        Checks.sameLength("first and second", first.length, second.length);
        Checks.positive("first", first);
        Checks.positive("second", second);
    }

    private static int checkProcesses(String name, double[][][] processes) {
        if (processes.length == 0) {
            throw new IllegalArgumentException(name + " needs at least 1 process, got 0");
        }
        for (int i = 0; i < processes.length; i++) {
            Checks.samples(name + "[" + i + "]", processes[i], 1, 1);
            Checks.sameLength("samples of the processes of " + name, processes[0].length, processes[i].length);
            medians(name + "[" + i + "]", processes[i]);
        }
        return processes[0].length;
    }

    /// The smallest count above one: a single process has no spread to draw from.
    private static int scarcest(int... counts) {
        return Arrays.stream(counts).filter(count -> count > 1).min().orElse(1);
    }

    private static int[] range(int count) {
        int[] range = new int[count];
        Arrays.setAll(range, i -> i);
        return range;
    }
}
