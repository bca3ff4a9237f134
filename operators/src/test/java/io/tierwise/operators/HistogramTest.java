package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {

    private static final int VALUES = 5000;

    private static Histogram of(List<float[]> samples) {
        Histogram histogram = new Histogram();
        for (float[] values : samples) {
            float low = values[0];
            float high = values[0];
            for (float value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            histogram.add(new Range(low, high), FloatBuffer.wrap(values));
        }
        return histogram;
    }

    private static long[] counts(Histogram histogram) {
        long[] counts = new long[histogram.bins()];
        for (int bin = 0; bin < counts.length; bin++) {
            counts[bin] = histogram.count(bin);
        }
        return counts;
    }

    /// Samples of sizes that differ by orders of magnitude, zeros of both signs among them.
    private static List<float[]> samples(Random random) {
        List<float[]> samples = new ArrayList<>();
        for (int sample = 0; sample < 12; sample++) {
            double scale = Math.exp(6 * random.nextGaussian());
            float[] values = new float[1 + random.nextInt(VALUES)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(4) == 0 ? (i % 2 == 0 ? 0f : -0f) : (float) (scale * random.nextGaussian());
            }
            samples.add(values);
        }
        return samples;
    }

    /// The same bins, found value by value with the final width.
    private static long[] countedAtOnce(List<float[]> samples, double width) {
        long[] counts = new long[2 * Histogram.SIDE];
        for (float[] values : samples) {
            for (double value : values) {
                if (value > 0) {
                    counts[Histogram.SIDE + (int) Math.floor(value / width)]++;
                } else if (value < 0) {
                    counts[Histogram.SIDE - 1 - (int) Math.floor(-value / width)]++;
                }
            }
        }
        return counts;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void add_widthsThatGrow_countsAsIfAllHadBeenKnown(long seed) {
        List<float[]> samples = samples(new Random(seed));
        Histogram histogram = of(samples);
        assertThat(counts(histogram)).as("seed " + seed).isEqualTo(countedAtOnce(samples, histogram.width()));
        long total = samples.stream().mapToLong(values -> values.length).sum();
        long zeros = samples.stream().mapToLong(HistogramTest::zeros).sum();
        assertThat(histogram.values()).as("seed " + seed).isEqualTo(total);
        assertThat(histogram.zeros()).as("seed " + seed).isEqualTo(zeros);
    }

    private static long zeros(float[] values) {
        long zeros = 0;
        for (float value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return zeros;
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void add_anyOrder_givesTheSameCounts(long seed) {
        Random random = new Random(seed);
        List<float[]> samples = samples(random);
        Histogram one = of(samples);
        Collections.shuffle(samples, random);
        Histogram other = of(samples);
        assertThat(counts(other)).as("seed " + seed).isEqualTo(counts(one));
        assertThat(other.extremes()).as("seed " + seed).isEqualTo(one.extremes());
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void add_anyValues_usesMoreThanHalfTheBinsOfTheWiderSide(long seed) {
        Histogram histogram = of(samples(new Random(seed)));
        double widest =
                Math.max(-histogram.extremes().low(), histogram.extremes().high());
        assertThat(widest / histogram.width()).as("seed " + seed).isBetween(Histogram.SIDE / 2.0, 1.0 * Histogram.SIDE);
    }

    @Test
    void add_leastAndGreatestFloats_areCounted() {
        Histogram histogram = of(
                List.of(new float[] {Float.MIN_VALUE, -Float.MIN_VALUE}, new float[] {Float.MIN_NORMAL}, new float[] {
                    Float.MAX_VALUE, -Float.MAX_VALUE
                }));
        assertThat(histogram.count(histogram.bins() - 1)).isOne();
        assertThat(histogram.count(0)).isOne();
        assertThat(histogram.count(Histogram.SIDE)).isEqualTo(2);
        assertThat(histogram.count(Histogram.SIDE - 1)).isOne();
    }
}
