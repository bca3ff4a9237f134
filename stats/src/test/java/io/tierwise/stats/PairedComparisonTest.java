package io.tierwise.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
    private static final Resampling RESAMPLING = Resampling.seeded(17);

    /// Times of samples that differ much among themselves, scaled by `factor`, with 2 % noise.
    private static double[][] times(long seed, double factor, int samples, int repeats) {
        var level = new SplittableRandom(1);
        var noise = new SplittableRandom(seed);
        double[][] times = new double[samples][repeats];
        for (double[] sample : times) {
            double own = 1 + 9 * level.nextDouble();
            Arrays.setAll(sample, i -> factor * own * Math.exp(0.02 * noise.nextGaussian()));
        }
        return times;
    }

    private static Verdict verdict(double factor, double worth) {
        return PairedComparison.of(times(2, factor, 60, 3), times(3, 1, 60, 3), worth, RESAMPLING)
                .verdict();
    }

    @Test
    void of_pairsByHand_givesMediansOfMedians() {
        double[][] first = {{2, 100, 4}, {6}, {9, 11}};
        double[][] second = {{8}, {8, 8}, {5, 5, 900}};

        var found = PairedComparison.of(first, second, 0.05, RESAMPLING);

        // per sample 4/8, 6/8, 10/5
        assertThat(found.ratio()).isCloseTo(0.75, within(1e-12));
        assertThat(found.difference()).isEqualTo(-2);
        assertThat(found.samples()).isEqualTo(3);
        assertThat(found.ratioInterval().contains(0.75)).isTrue();
        assertThat(found.verdict()).isEqualTo(Verdict.UNDECIDED);
    }

    @Test
    void verdict_clearEffects_areNamed() {
        assertThat(verdict(0.8, 0.05)).isEqualTo(Verdict.FASTER);
        assertThat(verdict(1.25, 0.05)).isEqualTo(Verdict.SLOWER);
        assertThat(verdict(1.0, 0.05)).isEqualTo(Verdict.EQUIVALENT);
        assertThat(verdict(1.05, 0.05)).isIn(Verdict.UNDECIDED, Verdict.SLOWER);
    }

    @Test
    void verdict_certainButSmallerThanWorth_isEquivalent() {
        var found = PairedComparison.of(times(2, 0.97, 60, 3), times(3, 1, 60, 3), 0.05, RESAMPLING);

        assertThat(found.ratioInterval().high()).isLessThan(1);
        assertThat(found.verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(found.beyondWorth()).isFalse();
        assertThat(Verdict.of(found.ratioInterval(), 0.001)).isEqualTo(Verdict.FASTER);
    }

    @Test
    void verdict_intervalThatTouchesOne_isUndecided() {
        assertThat(Verdict.of(new Interval(0.8, 1.0, 0.95), 0.05)).isEqualTo(Verdict.UNDECIDED);
        assertThat(Verdict.of(new Interval(1.0, 1.2, 0.95), 0.05)).isEqualTo(Verdict.UNDECIDED);
        assertThat(Verdict.of(new Interval(0.5, 2, 0.95), 0.05)).isEqualTo(Verdict.UNDECIDED);
        assertThat(Verdict.of(new Interval(0.8, 0.999, 0.95), 0.05)).isEqualTo(Verdict.FASTER);
        assertThat(Verdict.of(new Interval(1 / 1.05, 1.05, 0.95), 0.05)).isEqualTo(Verdict.EQUIVALENT);
    }

    @Test
    void beyondWorth_differenceLargerThanWorth_isTrue() {
        assertThat(PairedComparison.of(times(2, 0.8, 60, 3), times(3, 1, 60, 3), 0.05, RESAMPLING)
                        .beyondWorth())
                .isTrue();
    }

    @Test
    void of_strategiesExchanged_invertsEverything() {
        for (double factor : new double[] {0.8, 0.93, 1, 1.04, 1.3}) {
            double[][] first = times(4, factor, 41, 2);
            double[][] second = times(5, 1, 41, 2);
            var there = PairedComparison.of(first, second, 0.05, RESAMPLING);
            var back = PairedComparison.of(second, first, 0.05, RESAMPLING);

            assertThat(back.ratio()).isCloseTo(1 / there.ratio(), within(1e-12));
            assertThat(back.ratioInterval().low())
                    .isCloseTo(1 / there.ratioInterval().high(), within(1e-12));
            assertThat(back.difference()).isCloseTo(-there.difference(), within(1e-12));
            assertThat(back.verdict()).isEqualTo(there.verdict().reversed());
        }
    }

    @Test
    void of_otherUnit_leavesTheRatioAlone() {
        double[][] first = times(4, 0.9, 30, 2);
        double[][] second = times(5, 1, 30, 2);
        var seconds = PairedComparison.of(first, second, 0.05, RESAMPLING);
        var nanos = PairedComparison.of(scaled(first), scaled(second), 0.05, RESAMPLING);

        assertThat(nanos.ratio()).isCloseTo(seconds.ratio(), within(1e-12));
        assertThat(nanos.difference()).isCloseTo(1e9 * seconds.difference(), within(1e-3));
    }

    private static double[][] scaled(double[][] times) {
        return Arrays.stream(times)
                .map(row -> Arrays.stream(row).map(v -> 1e9 * v).toArray())
                .toArray(double[][]::new);
    }

    @Test
    void ofProcesses_levelsOfProcessesDiffer_widensTheInterval() {
        double[][][] first = new double[5][][];
        double[][][] second = new double[6][][];
        Arrays.setAll(first, process -> times(60 + process, 0.9 * (1 + 0.03 * process), 25, 2));
        Arrays.setAll(second, process -> times(80 + process, 1 + 0.03 * process, 25, 2));
        double[][][] calm = new double[5][][];
        Arrays.setAll(calm, process -> times(60 + process, 0.9, 25, 2));
        double[][][] calmSecond = new double[6][][];
        Arrays.setAll(calmSecond, process -> times(80 + process, 1, 25, 2));

        var found = PairedComparison.ofProcesses(first, second, 0.05, RESAMPLING);
        var quiet = PairedComparison.ofProcesses(calm, calmSecond, 0.05, RESAMPLING);

        assertThat(quiet.ratio()).isCloseTo(0.9, within(0.01));
        assertThat(quiet.verdict()).isEqualTo(Verdict.FASTER);
        assertThat(found.ratioInterval().width())
                .isGreaterThan(3 * quiet.ratioInterval().width());
    }

    @Test
    void of_badInput_isNamed() {
        double[][] one = {{1.0}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(one, new double[][] {{1}, {2}}, 0.05, RESAMPLING))
                .withMessageContaining("first and second must have the same length: 1 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(one, new double[][] {{0}}, 0.05, RESAMPLING))
                .withMessageContaining("second[0][0] must be greater than zero: 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(one, one, 0, RESAMPLING))
                .withMessageContaining("worth");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.ofProcesses(
                        new double[][][] {{{1}}, {{1}, {2}}}, new double[][][] {{{1}}}, 0.05, RESAMPLING))
                .withMessageContaining("samples of the processes of first");
    }

    /// One process of the first strategy has no spread, so the five of the second set how far the interval reaches.
    @Test
    void ofProcesses_singleProcessOfOne_countsTheOthers() {
        double[][][] one = {times(4, 0.9, 25, 2)};
        double[][][] five = new double[5][][];
        Arrays.setAll(five, process -> times(80 + process, 1 + 0.03 * process, 25, 2));

        var found = PairedComparison.ofProcesses(one, five, 0.05, RESAMPLING);
        var back = PairedComparison.ofProcesses(five, one, 0.05, RESAMPLING);

        // Beyond the fastest and the slowest process nothing is drawn: 0.9 / 1.12 and 0.9 / 1.
        assertThat(found.ratioInterval().low()).isCloseTo(0.9 / 1.12, within(0.015));
        assertThat(found.ratioInterval().high()).isCloseTo(0.9, within(0.015));
        assertThat(back.ratio()).isCloseTo(1 / found.ratio(), within(1e-12));
        assertThat(found.differenceInterval().high()).isLessThan(0);
        assertThat(found.differenceInterval().contains(found.difference())).isTrue();
        assertThat(found.samples()).isEqualTo(25);
    }

    @Test
    void ofProcesses_oneProcessEach_isTheComparisonOfItsSamples() {
        double[][] first = times(4, 0.9, 25, 2);
        double[][] second = times(5, 1, 25, 2);
        var processes = PairedComparison.ofProcesses(
                new double[][][] {first}, new double[][][] {second}, 0.05, new Resampling(1, 20_000, 0.95));
        var plain = PairedComparison.of(first, second, 0.05, new Resampling(2, 20_000, 0.95));

        assertThat(processes.ratio()).isCloseTo(plain.ratio(), within(1e-12));
        assertThat(processes.difference()).isCloseTo(plain.difference(), within(1e-12));
        assertThat(processes.ratioInterval().low())
                .isCloseTo(plain.ratioInterval().low(), within(0.002));
        assertThat(processes.ratioInterval().high())
                .isCloseTo(plain.ratioInterval().high(), within(0.002));
    }

    @Test
    void beyondWorth_intervalThatTouchesTheMargin_isTrue() {
        Interval apart = new Interval(0.5, 1 / 1.05, 0.95);
        Interval above = new Interval(1.05, 2, 0.95);
        Interval any = new Interval(-1, 1, 0.95);

        assertThat(new PairedComparison(9, 0.7, apart, 0, any, 0.05).beyondWorth())
                .isTrue();
        assertThat(new PairedComparison(9, 1.5, above, 0, any, 0.05).beyondWorth())
                .isTrue();
    }

    @Test
    void interval_ends_belongToIt() {
        Interval interval = new Interval(1, 2, 0.95);

        assertThat(interval.contains(1)).isTrue();
        assertThat(interval.contains(2)).isTrue();
        assertThat(interval.contains(0.999)).isFalse();
        assertThat(interval.contains(2.001)).isFalse();
        assertThat(interval.width()).isEqualTo(1);
    }

    @Test
    void anyForm_badInput_isNamed() {
        double[] two = {1, 2};
        double[][] one = {{1.0}};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.ofMedians(two, new double[] {1}, 0.05, RESAMPLING))
                .withMessageContaining("first and second must have the same length: 2 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.ofMedians(two, new double[] {1, 0}, 0.05, RESAMPLING))
                .withMessageContaining("second[1] must be greater than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.ofMedians(new double[] {-1, 1}, two, 0.05, RESAMPLING))
                .withMessageContaining("first[0] must be greater than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(new double[][] {{}}, one, 0.05, RESAMPLING))
                .withMessageContaining("first[0] needs at least 1 value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(one, new double[][] {{}}, 0.05, RESAMPLING))
                .withMessageContaining("second[0] needs at least 1 value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.ofProcesses(
                        new double[][][] {one}, new double[][][] {{{1}, {2}}}, 0.05, RESAMPLING))
                .withMessageContaining("samples of first and second must have the same length: 1 and 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        PairedComparison.ofProcesses(new double[][][] {{{}}}, new double[][][] {one}, 0.05, RESAMPLING))
                .withMessageContaining("first[0][0] needs at least 1 value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verdict.of(new Interval(1, 2, 0.95), Double.POSITIVE_INFINITY))
                .withMessageContaining("worth must be greater than zero and finite: Infinity");
    }
}
