package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.operators.Shapes.Extent;
import io.tierwise.runtime.InputMismatchException;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesTest {

    private static Map<String, Tensor> sample(long... shape) {
        return Net.samples(1, 1, shape).getFirst();
    }

    /// Runs a model with every tensor as an output: what is learnt must be what comes out.
    static void assertLearntIsRun(Model model, Map<String, Tensor> sample, String what) {
        Shapes shapes = Shapes.learn(model, sample);
        List<String> tensors = model.graph().nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .toList();
        Model exposed = Models.withOutputs(model, model.graph().nodes(), tensors);
        try (ModelSession session = Sessions.open(exposed, SessionSettings.exact())) {
            session.run(sample)
                    .forEach((name, tensor) -> assertThat(shapes.of(name))
                            .as("%s, tensor '%s'", what, name)
                            .contains(new Extent(
                                    tensor.type(),
                                    Arrays.stream(tensor.shape()).boxed().toList())));
        }
    }

    /// The extents of a pooling that rounds up are where inference and kernels have differed.
    @ParameterizedTest
    @CsvSource({"2,2,0", "3,2,1", "3,3,1", "2,3,1", "1,2,0"})
    void learn_poolingThatRoundsUp_isWhatARunGives(long kernel, long stride, long pad) {
        for (long side = 5; side < 12; side++) {
            for (String operator : List.of("MaxPool", "AveragePool")) {
                Net net = new Net(1);
                String x = net.input("input", 1, 2, side, side);
                net.output(net.node(
                        operator,
                        List.of(x),
                        Map.of(
                                "kernel_shape", Net.ints(kernel, kernel),
                                "strides", Net.ints(stride, stride),
                                "pads", Net.ints(pad, pad, pad, pad),
                                "ceil_mode", new Attribute.IntValue(1))));
                assertLearntIsRun(net.model(), sample(1, 2, side, side), operator + " of " + side);
            }
        }
    }

    @Test
    void learn_openBatchAndShapesThatFollowValues_isWhatARunGives() {
        Net net = new Net(2);
        String x = net.input("input", -1, 3, -1, -1);
        String batch = net.node(
                "Gather", List.of(net.node("Shape", x), net.longs(0)), Map.of("axis", new Attribute.IntValue(0)));
        String flat = net.node(
                "Reshape",
                x,
                net.node("Concat", List.of(batch, net.longs(-1)), Map.of("axis", new Attribute.IntValue(0))));
        String found = net.node("NonZero", net.relu(flat));
        net.output(net.node("ReduceMax", List.of(flat), Map.of("keepdims", new Attribute.IntValue(0))));
        net.output(net.node("Cast", List.of(found), Map.of("to", new Attribute.IntValue(1))));
        assertLearntIsRun(net.model(), sample(2, 3, 5, 7), "seed 1");
    }

    /// Exporters write the bounds of a Clip as Constant nodes without extents.
    @Test
    void learn_singleValuesInConstantNodes_areSingleValues() {
        Net net = new Net(4);
        String x = net.conv(net.input("input", 1, 3, 8, 8), 3, 4, 3, 1);
        String low = net.floats(new float[] {0}, new long[0]);
        String high = net.floats(new float[] {6}, new long[0]);
        net.output(net.node("Clip", x, low, high));
        assertLearntIsRun(net.modelOfConstants(), sample(1, 3, 8, 8), "seed 1");
        assertThat(Shapes.learn(net.modelOfConstants(), sample(1, 3, 8, 8)).of(high))
                .contains(new Extent(ElementType.FLOAT, List.of()));
    }

    @Test
    void learn_fileWithWrongExtents_takesTheSamples() {
        Net net = new Net(3);
        String x = net.relu(net.input("input", -1, 3, 8, 8));
        net.output(net.relu(x));
        Model right = net.model();
        Graph graph = right.graph();
        Model wrong = right.withGraph(new Graph(
                graph.name(),
                graph.nodes(),
                graph.inputs(),
                graph.outputs(),
                graph.initializers(),
                Map.of(x, ValueInfo.of(x, DataType.FLOAT, 5, 3, 8, 8))));
        assertThat(Shapes.learn(wrong, sample(2, 3, 8, 8)).of(x))
                .contains(new Extent(ElementType.FLOAT, List.of(2L, 3L, 8L, 8L)));
    }

    @Test
    void learn_sampleThatDoesNotFit_isRefused() {
        Model model = Net.residual(1);
        assertThatThrownBy(() -> Shapes.learn(model, sample(1, 3, 17, 16)))
                .isInstanceOf(InputMismatchException.class)
                .hasMessageContaining("17");
        assertThatThrownBy(() -> Shapes.learn(model, sample(3, 16, 16))).isInstanceOf(InputMismatchException.class);
        assertThatThrownBy(() -> Shapes.learn(model, Map.of()))
                .isInstanceOf(InputMismatchException.class)
                .hasMessageContaining("'input' is missing");
    }
}
