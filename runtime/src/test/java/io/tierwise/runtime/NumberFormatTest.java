package io.tierwise.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.Codec.Format;
import io.tierwise.runtime.Codec.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NumberFormatTest {

    private static final long SEED = 20_26;
    private final NumberFormat format = new NumberFormat();

    private static FittedCodec u8(float low, float high) {
        return new FittedCodec(new Codec(Format.U8, Packing.NONE), List.of(new ValueRange(low, high)));
    }

    @Test
    void codec_everyText_isReadBack() {
        for (Format one : Format.values()) {
            for (Packing packing : Packing.values()) {
                Codec codec = new Codec(one, packing);
                assertThat(Codec.parse(codec.text())).contains(codec);
            }
        }
        assertThat(Codec.parse("u8_lz4")).isEmpty();
    }

    @Test
    void rounded_halves_areJavasOwn() {
        Random random = new Random(SEED);
        float[] values = new float[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        float[] special = {0f, -0f, 65504f, 65520f, -70000f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE};
        System.arraycopy(special, 0, values, 0, special.length);
        FittedCodec half = new FittedCodec(new Codec(Format.FP16, Packing.NONE), List.of());

        float[] found =
                format.rounded(half, Tensor.ofFloats(values, values.length)).toFloats();

        for (int i = 0; i < values.length; i++) {
            assertThat(found[i]).as("seed %d, %s", SEED, values[i]).isEqualTo((Float)
                    Float.float16ToFloat(Float.floatToFloat16(values[i])));
        }
    }

    @Test
    void rounded_eightBits_missByHalfAStepAtMost() {
        Random random = new Random(SEED);
        float[] values = new float[7001];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 9 - 2;
        }
        FittedCodec codec = u8(-2, 7);

        Tensor once = format.rounded(codec, Tensor.ofFloats(values, values.length));

        float[] found = once.toFloats();
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(found[i] - values[i]))
                    .as("seed %d, %s", SEED, values[i])
                    .isLessThan(9 / 510f + 1e-5f);
        }
        assertThat(format.rounded(codec, once)).isEqualTo(once);
    }

    @Test
    void rounded_outsideTheRange_goesToItsEnds() {
        float[] values = {-9, Float.NEGATIVE_INFINITY, 9, Float.POSITIVE_INFINITY, 0, 1};
        assertThat(format.rounded(u8(0, 1), Tensor.ofFloats(values, 6)).toFloats())
                .containsExactly(0, 0, 1, 1, 0, 1);
        assertThat(format.rounded(u8(3, 3), Tensor.ofFloats(values, 6)).toFloats())
                .containsOnly(3f);
    }

    @Test
    void rounded_byChannel_usesEachChannelsRange() {
        List<ValueRange> ranges = new ArrayList<>(List.of(new ValueRange(0, 1), new ValueRange(0, 1000)));
        FittedCodec codec = new FittedCodec(new Codec(Format.U8_CHANNEL, Packing.NONE), ranges);
        Tensor tensor = Tensor.ofFloats(new float[] {0, 1, 0, 1000, 1, 0, 1000, 0}, 2, 2, 2);

        assertThat(format.rounded(codec, tensor)).isEqualTo(tensor);
        assertThatThrownBy(() -> format.rounded(codec, tensor.reshaped(2, 4)))
                .hasMessageContaining("2 channels, the tensor has 4");
    }
}
