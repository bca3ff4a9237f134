package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.GraphBuilder.Window;
import io.tierwise.onnx.Weight;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Part;
import io.tierwise.runtime.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    /// A window of 3x3 without padding from one channel to `channels`, over pictures of any size or of
    /// `side`.
    private static Part convolution(String in, int channelsIn, int channels, long side) {
        var graph = new GraphBuilder("conv", 17).scope("after " + in + " ");
        String x = graph.input(in, DataType.FLOAT, 1, channelsIn, side, side);
        String kernel = graph.weight(
                Weight.ofFloats("kernel", new float[channels * channelsIn * 9], channels, channelsIn, 3, 3));
        return Part.whole(
                graph.output(graph.conv(new Window(3, 1, 0, 1, 1), x, kernel)).build());
    }

    private static Map<String, Tensor> picture(int side) {
        return Map.of("x", Tensor.ofFloats(new float[side * side], 1, 1, side, side));
    }

    @Test
    void at_openHeightAndWidth_areThoseOfThePartBefore() {
        Part first = convolution("x", 1, 4, -1);
        Part second = convolution(first.outputs().getFirst(), 4, 2, -1);

        List<List<TensorSpec>> arriving = Arrivals.at(List.of(first, second), () -> picture(8));

        assertThat(arriving)
                .containsExactly(
                        List.of(new TensorSpec("x", ElementType.FLOAT, List.of(1L, 1L, 8L, 8L))),
                        List.of(new TensorSpec(
                                first.outputs().getFirst(), ElementType.FLOAT, List.of(1L, 4L, 6L, 6L))));
    }

    @Test
    void at_everyDimensionKnown_runsNothing() {
        assertThat(Arrivals.at(List.of(convolution("x", 1, 4, 8)), () -> {
                    throw new IllegalStateException("nobody needs a sample");
                }))
                .containsExactly(List.of());
    }

    @Test
    void at_partThatCannotRun_isTheStrategysFault() {
        assertThatThrownBy(() -> Arrivals.at(List.of(convolution("x", 1, 4, -1)), () -> picture(2)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("does not run");
    }
}
