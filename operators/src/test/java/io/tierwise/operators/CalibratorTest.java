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
import org.junit.jupiter.params.provider.CsvSource;
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

    /// Heavy tails, by a linear congruential generator that any language repeats.
    private static float[] draws(long seed, double scale, boolean rectified) {
        float[] values = new float[VALUES];
        long state = seed;
        for (int i = 0; i < VALUES; i++) {
            state = (state * 1103515245 + 12345) % (1L << 31);
            double u = (double) state / (1L << 31) - 0.5;
            values[i] = (float) (u / (0.51 - Math.abs(u)) * scale);
            values[i] = rectified ? Math.max(0, values[i]) : values[i];
        }
        return values;
    }

    private static Range ofDraws(String calibrator, boolean rectified) {
        return estimate(
                Calibrator.parse(calibrator).orElseThrow(),
                List.of(draws(7, 1, rectified), draws(8, 2, rectified), draws(9, 3, rectified)));
    }

    /// By numpy 2.4.6: `average(extremes, weights=0.99 ** [2, 1, 0])`, `quantile(abs(x[x != 0]), share)`,
    /// and by scipy 1.17.1 `special.rel_entr(p, q)` of each candidate's bins. The widest value is 149.46.
    @ParameterizedTest
    @CsvSource({
        "average,          false,  -99.453868,  99.840248, 1e-4",
        "average,          true,     0,         99.840248, 1e-4",
        "percentile,       false, -145.751727, 145.751727, 0.07",
        "percentile=99,    false,  -69.230553,  69.230553, 0.07",
        "percentile=90,    false,  -14.761364,  14.761364, 0.07",
        "percentile=99,    true,     0,         69.191667, 0.07",
        "percentile=90,    true,     0,         15.029065, 0.07",
        "entropy,          false, -125.875,    125.875,    1e-6",
        "entropy,          true,     0,        148.5,      1e-6",
    })
    void range_knownDraws_isNumpysAndScipys(
            String calibrator, boolean rectified, float low, float high, float tolerance) {
        Range range = ofDraws(calibrator, rectified);
        assertThat(range.low()).isCloseTo(low, within(tolerance));
        assertThat(range.high()).isCloseTo(high, within(tolerance));
    }

    /// By numpy 2.4.6, the least sum of squared errors of all values over 40 x 40 ranges, or 400 one-sided.
    @ParameterizedTest
    @CsvSource({"false, 6258.888250737973", "true, 826.7472387456377"})
    void squaredError_knownDraws_isAsSmallAsNumpys(boolean rectified, double least) {
        Range range = ofDraws("mse", rectified);
        float[] all = joined(List.of(draws(7, 1, rectified), draws(8, 2, rectified), draws(9, 3, rectified)));
        assertThat(error(all, range)).isLessThan(1.01 * least);
    }

    @Test
    void percentile_zerosNearlyEverywhere_keepsTheRest() {
        float[] values = new float[VALUES];
        values[3] = 1;
        values[4] = 2;
        assertThat(estimate(new Calibrator.Percentile(99), List.of(values)).high())
                .isCloseTo(2, within(0.01f));
    }

    @Test
    void percentile_hundred_isMinMax() {
        List<float[]> samples = growing(5, false);
        assertThat(estimate(new Calibrator.Percentile(100), samples)).isEqualTo(extremes(joined(samples)));
    }

    @Test
    void percentile_narrowSide_isKeptWhole() {
        float[] values = draws(3, 1, false);
        for (int i = 0; i < VALUES; i++) {
            values[i] = Math.max(values[i], -0.25f);
        }
        Range range = estimate(new Calibrator.Percentile(99), List.of(values));
        assertThat(range.low()).isEqualTo(-0.25f);
        assertThat(range.high()).isBetween(1f, 40f);
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
        assertThat(error(all, chosen)).isLessThan(1.01 * least);
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

    @Test
    void parse_percentile_isReadBackAndChecked() {
        assertThat(Calibrator.parse("percentile=99.5").orElseThrow().text()).isEqualTo("percentile=99.5");
        assertThat(Calibrator.parse("percentile").orElseThrow().text()).isEqualTo("percentile");
        assertThat(Calibrator.parse("histogram")).isEmpty();
        assertThatThrownBy(() -> Calibrator.parse("percentile=40")).hasMessageContaining("above 50");
        assertThatThrownBy(() -> Calibrator.parse("percentile=x")).hasMessageContaining("percentile=99.9");
    }
}
