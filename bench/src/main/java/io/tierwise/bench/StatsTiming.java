package io.tierwise.bench;

import io.tierwise.stats.Bootstrap;
import io.tierwise.stats.CliffsDelta;
import io.tierwise.stats.Conover;
import io.tierwise.stats.Correction;
import io.tierwise.stats.Interval;
import io.tierwise.stats.PairwiseTest;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Resampling;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The statistics that a study computes most of, at sizes it hardly exceeds. JMH runs each in processes
/// of its own.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StatsTiming {

    private final double[][] groups = groups(500, 500, 500, 500, 500, 500);
    private final double[] sample = groups(500)[0];
    private final double[][] large = groups(100_000, 100_000);

    private static double[][] groups(int... counts) {
        var random = new SplittableRandom(7);
        return Arrays.stream(counts)
                .mapToObj(count -> Latencies.lognormal(random, count, 0.5))
                .toArray(double[][]::new);
    }

    @Benchmark
    public PairwiseTest conover() {
        return Conover.test(Correction.HOLM, groups);
    }

    @Benchmark
    public Bootstrap correctedMean() {
        return Bootstrap.of(
                sample,
                values -> Arrays.stream(values).average().orElseThrow(),
                Bootstrap.Method.BCA,
                Resampling.seeded(1));
    }

    @Benchmark
    public Bootstrap correctedMedian() {
        return Bootstrap.of(sample, Quantiles::median, Bootstrap.Method.BCA, Resampling.seeded(1));
    }

    @Benchmark
    public CliffsDelta cliffsDelta() {
        return CliffsDelta.of(large[0], large[1]);
    }

    @Benchmark
    public Interval cliffsDeltaInterval() {
        return CliffsDelta.interval(large[0], large[1], 0.95);
    }
}
