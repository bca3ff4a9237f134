package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.operators.WeightRounding.Layout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightRoundingTest {

    @Test
    void round_anyAxis_isWithinHalfAStep() {
        long seed = 17;
        Random random = new Random(seed);
        for (int axis = 0; axis < 3; axis++) {
            long[] shape = {4, 5, 6};
            float[] weights = new float[120];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextGaussian();
            }
            Layout layout = Layout.of(shape, axis);
            float[] scales = WeightRounding.finest(WeightRounding.peaks(weights, layout), Levels.BALANCED);
            byte[] rounded = WeightRounding.round(weights, layout, scales, 0, Levels.BALANCED);
            for (int i = 0; i < weights.length; i++) {
                int channel = i / layout.inner() % layout.channels();
                assertThat(Math.abs(rounded[i] * scales[channel] - weights[i]))
                        .as("seed %d, axis %d, element %d", seed, axis, i)
                        .isLessThanOrEqualTo(scales[channel] * 0.5001f);
            }
        }
    }

    @Test
    void round_peak_getsTheLastLevel() {
        Layout layout = Layout.of(new long[] {1, 3}, 0);
        float[] weights = {-2, 1, 0};
        float[] scales = WeightRounding.finest(WeightRounding.peaks(weights, layout), Levels.BALANCED);
        assertThat(WeightRounding.round(weights, layout, scales, 0, Levels.BALANCED))
                .containsExactly(-127, 64, 0);
    }

    @Test
    void scales_channelOfZeros_isOne() {
        assertThat(WeightRounding.scales(new float[] {0}, new float[0], 1)).containsExactly(1);
    }

    @Test
    void scales_biasLargeAgainstWeights_growsUntilTheBiasFits() {
        float[] bias = {1000};
        float[] scales = WeightRounding.scales(new float[] {1e-6f / 127}, bias, 1e-4f);
        int[] rounded = WeightRounding.roundBias(bias, scales, 1e-4f);
        assertThat(rounded[0] * (double) scales[0] * 1e-4f).isCloseTo(1000, org.assertj.core.data.Offset.offset(1e-3));
    }

    @Test
    void round_unsignedLevels_coversTheWholeRangeFromItsZeroPoint() {
        float[] weights = {-1, 0, 4.1f};
        Grid grid = Grid.covering(new Range(-1, 4.1f), Levels.UNSIGNED);
        byte[] rounded = WeightRounding.round(
                weights, Layout.whole(3), new float[] {grid.scale()}, grid.zeroPoint(), Levels.UNSIGNED);
        assertThat(rounded).containsExactly(0, 50, (byte) 255);
    }
}
