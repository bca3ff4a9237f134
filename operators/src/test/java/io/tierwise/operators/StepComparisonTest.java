package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Weight;
import io.tierwise.operators.StepComparison.Deviation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The comparison notices a quantized model that is wrong.
class StepComparisonTest {

    private static final long SEED = 3;

    @TempDir
    Path folder;

    private static Model model() {
        Net net = new Net(SEED);
        Forms forms = new Forms(net, 13);
        String x = net.conv(net.input("input", 1, 3, 8, 8), 3, 8, 3, 1);
        x = net.add(x, forms.clip(x, -1, 1));
        x = net.conv(forms.pad(x, 0, "constant", 0, 0, 1, 1, 0, 0, 1, 1), 8, 8, 3, 1);
        net.output(net.head(net.add(net.relu(x), net.weight(1, 8, 1, 1)), 8, 4));
        return net.model();
    }

    private boolean holds(String like, DataType type, int by) {
        Model model = model();
        List<Map<String, Tensor>> samples = Net.samples(SEED, 4, 1, 3, 8, 8);
        Context context = new Context(Calibration.of(samples), Criteria.none(), folder);
        Model quantized = Composer.apply(List.of(new Quantize(Scheme.U8S8)), model, context)
                .parts()
                .getFirst()
                .model();
        try {
            return StepComparison.of(model, damaged(quantized, like, type, by), samples).stream()
                    .allMatch(Deviation::holds);
        } catch (AssertionError e) {
            assertThat(e).hasMessageContaining("scale");
            return false;
        }
    }

    /// The model with every value of constants of this type and name one way off.
    private static Model damaged(Model model, String like, DataType type, int by) {
        Map<String, Weight> weights = new LinkedHashMap<>(model.graph().initializers());
        weights.replaceAll((name, weight) -> {
            if (weight.type() != type || !name.contains(like)) {
                return weight;
            }
            byte[] bytes = new byte[weight.bytes().remaining()];
            weight.bytes().get(bytes);
            for (int i = 0; i < bytes.length; i += type.bytes()) {
                bytes[i] += (byte) by;
            }
            long[] shape = weight.shape().stream().mapToLong(Long::longValue).toArray();
            return Weight.ofBytes(name, type, ByteBuffer.wrap(bytes).array(), shape);
        });
        Graph graph = model.graph();
        assertThat(by == 0 || !weights.equals(graph.initializers()))
                .as("constants like " + like)
                .isTrue();
        return model.withGraph(
                new Graph(graph.name(), graph.nodes(), graph.inputs(), graph.outputs(), weights, graph.values()));
    }

    @Test
    void of_modelAsWritten_holds() {
        assertThat(holds("", DataType.INT8, 0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"s8, INT8, 1", "s32, INT32, 40", "pad, UINT8, 3", "low, UINT8, 3", ".u8, UINT8, 2", "weight, FLOAT, 9"})
    void of_constantsOneWayOff_doesNotHold(String like, DataType type, int by) {
        assertThat(holds(like, type, by))
                .as("%s of %s off by %d, seed %d", like, type, by, SEED)
                .isFalse();
    }
}
