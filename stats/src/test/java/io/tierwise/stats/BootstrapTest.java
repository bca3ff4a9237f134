package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.stats.Bootstrap.Method;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final double[] SAMPLE = {1.2, 3.4, 0.7, 9.1, 2.2, 5.5, 1.9, 0.3, 14.2, 3.3, 2.8, 6.1};

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length);
    }

    private static double meanOfAll(double[][] clusters) {
        return Arrays.stream(clusters).flatMapToDouble(Arrays::stream).average().orElseThrow();
    }

    /// scipy 1.17.1: `bootstrap((x,), np.mean, method = ..., n_resamples = 400000)`.
    @Test
    void of_mean_agreesWithScipyUpToTheNoiseOfResampling() {
        var resampling = new Resampling(3, 100_000, 0.95);
        var plain = Bootstrap.of(SAMPLE, BootstrapTest::mean, Method.PERCENTILE, resampling);
        var corrected = Bootstrap.of(SAMPLE, BootstrapTest::mean, Method.BCA, resampling);

        assertThat(plain.estimate()).isCloseTo(4.225, within(1e-12));
        assertThat(plain.interval().low()).isCloseTo(2.29167, within(0.03));
        assertThat(plain.interval().high()).isCloseTo(6.60833, within(0.03));
        assertThat(plain.standardError()).isCloseTo(1.11347, within(0.01));
        assertThat(corrected.interval().low()).isCloseTo(2.56667, within(0.03));
        assertThat(corrected.interval().high()).isCloseTo(7.24167, within(0.04));
        assertThat(corrected.method()).isEqualTo(Method.BCA);
    }

    /// scipy 1.17.1: `bootstrap((x,), np.std, method = "BCa", n_resamples = 400000)`.
    @Test
    void of_deviation_agreesWithScipyUpToTheNoiseOfResampling() {
        var found = Bootstrap.of(SAMPLE, BootstrapTest::deviation, Method.BCA, new Resampling(4, 100_000, 0.95));

        assertThat(found.interval().low()).isCloseTo(2.17460, within(0.03));
        assertThat(found.interval().high()).isCloseTo(6.05697, within(0.03));
    }

    @Test
    void of_sameSeed_isTheSameAndAnotherSeedIsNot() {
        var first = Bootstrap.of(SAMPLE, BootstrapTest::mean, Method.BCA, Resampling.seeded(1));

        assertThat(Bootstrap.of(SAMPLE, BootstrapTest::mean, Method.BCA, Resampling.seeded(1)))
                .isEqualTo(first);
        assertThat(Bootstrap.of(SAMPLE, BootstrapTest::mean, Method.BCA, Resampling.seeded(2)))
                .isNotEqualTo(first);
    }

    @Test
    void of_shiftedAndScaledData_shiftsAndScalesTheInterval() {
        double[] moved = Arrays.stream(SAMPLE).map(v -> 8 * v + 16).toArray();
        for (Method method : Method.values()) {
            Interval plain = Bootstrap.of(SAMPLE, BootstrapTest::mean, method, Resampling.seeded(9))
                    .interval();
            Interval shifted = Bootstrap.of(moved, BootstrapTest::mean, method, Resampling.seeded(9))
                    .interval();
            assertThat(shifted.low()).isCloseTo(8 * plain.low() + 16, within(1e-9));
            assertThat(shifted.high()).isCloseTo(8 * plain.high() + 16, within(1e-9));
        }
    }

    @Test
    void of_higherConfidence_isWider() {
        var narrow = Bootstrap.of(SAMPLE, Quantiles::median, Method.PERCENTILE, new Resampling(6, 2000, 0.8));
        var wide = Bootstrap.of(SAMPLE, Quantiles::median, Method.PERCENTILE, new Resampling(6, 2000, 0.99));

        assertThat(wide.interval().low()).isLessThan(narrow.interval().low());
        assertThat(wide.interval().high()).isGreaterThan(narrow.interval().high());
    }

    @Test
    void of_constantData_isAPoint() {
        var found = Bootstrap.of(new double[] {2, 2, 2}, BootstrapTest::mean, Method.BCA, Resampling.seeded(1));

        assertThat(found.interval()).isEqualTo(new Interval(2, 2, 0.95));
        assertThat(found.standardError()).isZero();
    }

    @Test
    void of_maximum_fallsBackToPercentileWhereBcaIsUndefined() {
        var found = Bootstrap.of(
                SAMPLE,
                values -> values.length,
                Method.BCA,
                Resampling.seeded(1).withConfidence(0.9));
        var onlyBelow = Bootstrap.ofUnits(SAMPLE.length, new FirstIsLargest()::next, Method.BCA, Resampling.seeded(1));

        assertThat(found.interval()).isEqualTo(new Interval(12, 12, 0.9));
        assertThat(onlyBelow.method()).isEqualTo(Method.PERCENTILE);
    }

    /// A statistic whose value on the data exceeds all its replicates.
    private static final class FirstIsLargest {
        private int calls;

        double next(int[] units) {
            return calls++ == 0 ? units.length + 1 : units[0];
        }
    }

    @Test
    void ofClusters_repeatsOfOneInput_countAsOne() {
        var random = new SplittableRandom(21);
        double[][] clusters = new double[20][10];
        for (double[] cluster : clusters) {
            double level = random.nextDouble();
            Arrays.setAll(cluster, i -> level + 0.01 * random.nextDouble());
        }
        double[] flat = Arrays.stream(clusters).flatMapToDouble(Arrays::stream).toArray();

        double clustered = Bootstrap.ofClusters(
                        clusters, BootstrapTest::meanOfAll, Method.PERCENTILE, Resampling.seeded(2))
                .standardError();
        double naive = Bootstrap.of(flat, BootstrapTest::mean, Method.PERCENTILE, Resampling.seeded(2))
                .standardError();

        assertThat(clustered / naive).isBetween(2.5, 4.0); // sqrt(10) if inputs were all that varies
    }

    @Test
    void ofHierarchy_processesThatDiffer_widenTheInterval() {
        var random = new SplittableRandom(41);
        double[][][] alike = new double[5][30][3];
        double[][][] apart = new double[5][30][3];
        for (int process = 0; process < 5; process++) {
            for (int input = 0; input < 30; input++) {
                for (int repeat = 0; repeat < 3; repeat++) {
                    double noise = random.nextDouble();
                    alike[process][input][repeat] = noise;
                    apart[process][input][repeat] = noise + process;
                }
            }
        }
        double narrow = Bootstrap.ofHierarchy(alike, BootstrapTest::meanOfProcesses, Resampling.seeded(1))
                .standardError();
        double wide = Bootstrap.ofHierarchy(apart, BootstrapTest::meanOfProcesses, Resampling.seeded(1))
                .standardError();

        // The standard deviation of means of five draws from levels 0..4 is sqrt(2 / 5) = 0.632.
        assertThat(wide).isCloseTo(0.632, within(0.05));
        assertThat(narrow).isLessThan(0.1);
    }

    private static double meanOfProcesses(double[][][] processes) {
        return Arrays.stream(processes)
                .mapToDouble(BootstrapTest::meanOfAll)
                .average()
                .orElseThrow();
    }

    @Test
    void of_badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bootstrap.of(SAMPLE, values -> Double.NaN, Method.PERCENTILE, Resampling.seeded(1)))
                .withMessageContaining("not a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resampling(1, 10, 0.95))
                .withMessageContaining("10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resampling(1, 1000, 95))
                .withMessageContaining("95");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Bootstrap.ofClusters(new double[][] {{1}, {}}, c -> 1, Method.PERCENTILE, Resampling.seeded(1)))
                .withMessageContaining("clusters[1] needs at least 1 value");
    }

    /// A statistic that is 0 for the data and then counts 1, 2, ...: quantiles of its replicates are known.
    private static final class Counter {
        private int calls;

        double next() {
            return calls++;
        }
    }

    /// t of 4 and 11 degrees of freedom at 0.975 is 2.776445 and 2.200985.
    @Test
    void expanded_fewUnits_reachesAsFarAsStudentsT() {
        var normal = NormalDistribution.of(0, 1);
        double five = normal.survivalProbability(2.776445 * Math.sqrt(5 / 4.0));
        double twelve = normal.survivalProbability(2.200985 * Math.sqrt(12 / 11.0));
        var resampling = new Resampling(1, 10_001, 0.95);
        double[][][] processes = new double[5][12][1];

        Counter ofUnits = new Counter();
        Counter ofProcesses = new Counter();
        Counter ofInputs = new Counter();
        assertReach(Bootstrap.ofUnits(12, units -> ofUnits.next(), Method.EXPANDED, resampling), twelve);
        assertReach(Bootstrap.ofHierarchy(processes, drawn -> ofProcesses.next(), resampling), five);
        assertReach(Bootstrap.ofHierarchy(Arrays.copyOf(processes, 1), drawn -> ofInputs.next(), resampling), twelve);
    }

    private static void assertReach(Bootstrap found, double tail) {
        assertThat(found.method()).isEqualTo(Method.EXPANDED);
        assertThat(found.interval().low()).isCloseTo(1 + 10_000 * tail, within(0.01));
        assertThat(found.interval().high()).isCloseTo(1 + 10_000 * (1 - tail), within(0.01));
        // The deviation of 1, 2, ..., n is sqrt(n (n + 1) / 12).
        assertThat(found.standardError()).isCloseTo(Math.sqrt(10_001 * 10_002 / 12.0), within(1e-6));
    }

    @Test
    void expanded_oneUnit_isAPercentileInterval() {
        var found = Bootstrap.of(new double[] {3}, BootstrapTest::mean, Method.EXPANDED, Resampling.seeded(1));

        assertThat(found.method()).isEqualTo(Method.PERCENTILE);
        assertThat(found.interval()).isEqualTo(new Interval(3, 3, 0.95));
    }

    /// 30 of 100 replicates below the estimate, 20 at it but for rounding: z0 is the normal score of 0.4.
    @Test
    void bca_replicatesThatTieWithTheEstimate_countHalf() {
        var replicates = new Counter();
        var found = Bootstrap.ofUnits(
                3,
                units -> {
                    double call = replicates.next();
                    double away = call <= 30 ? call - 1000 : call <= 40 ? 1e-4 : call <= 50 ? -1e-4 : call;
                    return call == 0 || call > 100 ? 1e9 : 1e9 + away;
                },
                Method.BCA,
                new Resampling(1, 100, 0.95));
        var normal = NormalDistribution.of(0, 1);
        double bias = normal.inverseCumulativeProbability(0.4);
        double low = normal.cumulativeProbability(2 * bias - 1.959963984540054);
        double high = normal.cumulativeProbability(2 * bias + 1.959963984540054);

        assertThat(found.method()).isEqualTo(Method.BCA);
        assertThat(found.interval().low()).isCloseTo(1e9 - 999 + 99 * low, within(1e-3));
        assertThat(found.interval().high()).isCloseTo(1e9 + 1 + 99 * high, within(1e-3));
    }

    @Test
    void ofHierarchy_badInput_isNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bootstrap.ofHierarchy(new double[0][][], drawn -> 1, Resampling.seeded(1)))
                .withMessageContaining("processes needs at least 1 entry, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Bootstrap.ofHierarchy(new double[][][] {{{1}}, {{}}}, drawn -> 1, Resampling.seeded(1)))
                .withMessageContaining("processes[1][0] needs at least 1 value");
    }
}
