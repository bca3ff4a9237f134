package io.tierwise.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class TensorTest {
    @Test
    void ofFloats_anyShape_isDirectAndInNativeOrder() {
        Tensor tensor = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);

        assertThat(tensor.bytes().isDirect()).isTrue();
        assertThat(tensor.bytes().order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(tensor.bytes().position()).isZero();
        assertThat(tensor.bytes().getFloat(4)).isEqualTo(2);
        assertThat(tensor.shape()).containsExactly(1, 2, 3);
        assertThat(tensor.elements()).isEqualTo(6);
        assertThat(tensor.byteSize()).isEqualTo(24);
    }

    @Test
    void ofBuffer_positionInTheMiddle_startsThere() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(6).put(new byte[] {1, 2, 3, 4, 5, 6});
        buffer.position(2);

        assertThat(Tensor.ofBuffer(ElementType.UINT8, buffer, 4).toLongs()).containsExactly(3, 4, 5, 6);
    }

    @Test
    void ofBuffer_onTheHeap_isRefused() {
        assertThatThrownBy(() -> Tensor.ofBuffer(ElementType.UINT8, ByteBuffer.allocate(4), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("direct");
    }

    @Test
    void ofFloats_shapeOfOtherSize_isRefusedWithBothSizes() {
        assertThatThrownBy(() -> Tensor.ofFloats(new float[3], 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16")
                .hasMessageContaining("12");
    }

    @Test
    void byteSize_dimensionsThatOverflow_isRefused() {
        assertThatThrownBy(() -> Tensor.byteSize(ElementType.INT64, 1L << 40, 1L << 40))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 GiB");
    }

    @Test
    void toFloats_everyType_convertsExactly() {
        ByteBuffer half = ByteBuffer.allocateDirect(2).order(ByteOrder.nativeOrder());
        half.putShort(0, Float.floatToFloat16(1.5f));

        assertThat(Tensor.ofBuffer(ElementType.FLOAT16, half, 1).toFloats()).containsExactly(1.5f);
        assertThat(Tensor.ofBytes(ElementType.UINT8, new byte[] {-1}, 1).toFloats())
                .containsExactly(255);
        assertThat(Tensor.ofBytes(ElementType.INT8, new byte[] {-1}, 1).toFloats())
                .containsExactly(-1);
        assertThat(Tensor.ofBytes(ElementType.BOOL, new byte[] {7}, 1).toFloats())
                .containsExactly(1);
        assertThat(Tensor.ofLongs(new long[] {1L << 40}, 1).toFloats()).containsExactly(0x1p40f);
        assertThat(Tensor.ofInts(new int[] {-3}, 1).toFloats()).containsExactly(-3);
        Tensor allOnes = Tensor.ofBytes(ElementType.UINT64, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, 1);
        assertThat(allOnes.toFloats()).containsExactly(0x1p64f);
    }

    @Test
    void equals_sameContent_isEqual() {
        Tensor one = Tensor.ofInts(new int[] {1, 2}, 2);

        assertThat(one)
                .isEqualTo(Tensor.ofInts(new int[] {1, 2}, 2))
                .hasSameHashCodeAs(one.reshaped(1, 2).reshaped(2));
        assertThat(one).isNotEqualTo(one.reshaped(1, 2)).isNotEqualTo(Tensor.ofInts(new int[] {1, 3}, 2));
    }
}
