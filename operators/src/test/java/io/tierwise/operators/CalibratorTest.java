package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratorTest {

    private static final int VALUES = 20_000;

    private static Range extremes(float[] values) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        return new Range(low, high);
    }

    private static Range estimate(Calibrator calibrator, List<float[]> samples) {
        RangeEstimate estimate = RangeEstimate.of(calibrator);
        samples.forEach(values -> estimate.add(extremes(values), FloatBuffer.wrap(values)));
        return estimate.range();
    }

    private static float[] gaussian(Random random, double mean, double deviation, boolean rectified) {
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            float value = (float) (mean + deviation * random.nextGaussian());
            values[i] = rectified ? Math.max(0, value) : value;
        }
        return values;
    }

    /// Samples that grow, so that histograms must widen.
    private static List<float[]> growing(long seed, boolean rectified) {
        Random random = new Random(seed);
        List<float[]> samples = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            samples.add(gaussian(random, 0.3, 0.4 * i, rectified));
        }
        return samples;
    }

    private static float[] joined(List<float[]> samples) {
        float[] all = new float[samples.size() * VALUES];
        for (int i = 0; i < samples.size(); i++) {
            System.arraycopy(samples.get(i), 0, all, i * VALUES, VALUES);
        }
        return all;
    }

    @Test
    void minMax_samples_spansAll() {
        List<float[]> samples = growing(1, false);
        assertThat(estimate(new Calibrator.MinMax(), samples)).isEqualTo(extremes(joined(samples)));
    }

    @Test
    void movingAverage_twoSamples_weighsTheNewerMore() {
        Range range = estimate(new Calibrator.MovingAverage(), List.of(new float[] {-1, 2}, new float[] {-3, 4}));
        // Weights 0.99 and 1 over their sum.
        assertThat(range.low()).isCloseTo((float) -((0.99 * 1 + 3) / 1.99), within(1e-6f));
        assertThat(range.high()).isCloseTo((float) ((0.99 * 2 + 4) / 1.99), within(1e-6f));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void percentile_twoSided_isTheQuantileOfAllValues(long seed) {
        List<float[]> samples = growing(seed, false);
        float[] all = joined(samples);
        Arrays.sort(all);
        Range range = estimate(new Calibrator.Percentile(99), samples);
        double bin = 2.0 * Math.max(-all[0], all[all.length - 1]) / Histogram.SIDE;
        assertThat(range.low()).as("seed " + seed).isCloseTo(all[(int) (0.005 * all.length)], within((float) bin));
        assertThat(range.high()).as("seed " + seed).isCloseTo(all[(int) (0.995 * all.length)], within((float) bin));
    }

    @Test
    void percentile_rectified_cutsOnlyAbove() {
        List<float[]> samples = growing(4, true);
        float[] all = joined(samples);
        Arrays.sort(all);
        Range range = estimate(new Calibrator.Percentile(99), samples);
        assertThat(range.low()).isZero();
        float bin = 2 * all[all.length - 1] / Histogram.SIDE;
        assertThat(range.high()).isCloseTo(all[(int) (0.99 * all.length)], within(bin));
    }

    @Test
    void percentile_hundred_isMinMax() {
        List<float[]> samples = growing(5, false);
        Range all = extremes(joined(samples));
        Range range = estimate(new Calibrator.Percentile(100), samples);
        assertThat(range.high()).isEqualTo(all.high());
        assertThat(range.low()).isCloseTo(all.low(), within(2 * -all.low() / Histogram.SIDE));
    }

    /// Brute force: the error of every value itself, over all pairs of candidates.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void squaredError_choice_isCloseToTheBestOfAllPairs(boolean rectified) {
        List<float[]> samples = growing(6, rectified);
        samples.add(new float[] {9});
        float[] all = Arrays.copyOf(joined(samples.subList(0, 5)), 5 * VALUES + 1);
        all[all.length - 1] = 9;
        Range extremes = extremes(all);
        double least = Double.POSITIVE_INFINITY;
        for (int high = 4; high <= 64; high += 2) {
            for (int low = rectified ? 64 : 4; low <= 64; low += 2) {
                Range candidate = new Range(extremes.low() * low / 64, extremes.high() * high / 64);
                least = Math.min(least, error(all, candidate));
            }
        }
        Range chosen = estimate(new Calibrator.SquaredError(), samples);
        assertThat(error(all, chosen)).isLessThan(1.02 * least);
        assertThat(chosen.high()).isLessThan(extremes.high());
    }

    private static double error(float[] values, Range range) {
        Grid grid = Grid.covering(range);
        double sum = 0;
        for (float value : values) {
            double error = value - (grid.quantize(value) - grid.zeroPoint()) * (double) grid.scale();
            sum += error * error;
        }
        return sum;
    }

    @Test
    void entropy_fewFarOutliers_areClipped() {
        List<float[]> samples = growing(7, true);
        float widest = extremes(joined(samples)).high();
        samples.add(new float[] {20 * widest});
        Range range = estimate(new Calibrator.Entropy(), samples);
        assertThat(range.low()).isZero();
        assertThat(range.high()).isBetween(0.3f * widest, 10 * widest);
    }

    @Test
    void entropy_evenlySpreadValues_keepsAll() {
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = (i + 0.5f) / VALUES;
        }
        assertThat(estimate(new Calibrator.Entropy(), List.of(values)).high()).isGreaterThan(0.98f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "average", "percentile", "percentile=90", "entropy", "mse"})
    void range_constantOrZeroValues_isThatValue(String text) {
        Calibrator calibrator = Calibrator.parse(text).orElseThrow();
        for (float value : new float[] {0, 3.5f, -2, Float.MIN_NORMAL, 1e30f}) {
            float[] values = new float[50];
            Arrays.fill(values, value);
            Range range = estimate(calibrator, List.of(values, values));
            float off = Math.abs(value) / 500;
            assertThat(range.low()).as(text + " of " + value).isBetween(Math.min(0, value) - off, value + off);
            assertThat(range.high()).as(text + " of " + value).isBetween(value - off, Math.max(0, value) + off);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void histogram_anyOrderAndScale_losesNoValueAndMovesNoneByMoreThanABin(long seed) {
        Random random = new Random(seed);
        Histogram histogram = new Histogram();
        double sum = 0;
        long added = 0;
        for (int sample = 0; sample < 20; sample++) {
            float[] values = gaussian(random, random.nextGaussian(), Math.exp(3 * random.nextGaussian()), false);
            histogram.add(extremes(values), FloatBuffer.wrap(values));
            added += values.length;
            for (float value : values) {
                sum += value;
            }
        }
        long counted = histogram.zeros();
        double binned = 0;
        for (int bin = 0; bin < histogram.bins(); bin++) {
            counted += histogram.count(bin);
            binned += histogram.count(bin) * histogram.middle(bin);
        }
        assertThat(counted).as("seed " + seed).isEqualTo(added).isEqualTo(histogram.values());
        assertThat(Math.abs(binned - sum)).as("seed " + seed).isLessThan(added * histogram.width());
    }

    @Test
    void parse_percentile_isReadBackAndChecked() {
        assertThat(Calibrator.parse("percentile=99.5").orElseThrow().text()).isEqualTo("percentile=99.5");
        assertThat(Calibrator.parse("percentile").orElseThrow().text()).isEqualTo("percentile");
        assertThat(Calibrator.parse("histogram")).isEmpty();
        assertThatThrownBy(() -> Calibrator.parse("percentile=40")).hasMessageContaining("above 50");
        assertThatThrownBy(() -> Calibrator.parse("percentile=x")).hasMessageContaining("percentile=99.9");
    }
}
