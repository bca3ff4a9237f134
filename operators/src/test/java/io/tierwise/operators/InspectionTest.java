package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.onnx.Weight;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectionTest {

    @Test
    void of_smallNetwork_countsByHand() {
        Net net = new Net(31);
        String x = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        net.output(net.head(net.block(x, 8), 8, 4));
        Model model = net.model();
        Inspection inspection =
                Inspection.of(model, Net.samples(1, 1, 1, 3, 16, 16).getFirst());
        Map<String, Object> map = inspection.toMap();
        long first = 3 * 9 * 8;
        long second = 2 * 8 * 9 * 8;
        assertThat(map)
                .containsEntry("opset", 13L)
                .containsEntry("nodes", 10L)
                .containsEntry("parameters", first + 8 + second + 16 + 8 * 4 + 4)
                .containsEntry("macs", 256 * (first + second) + 32)
                .containsEntry("residualBlocks", 1)
                .containsEntry("singleTensorCuts", 6)
                .containsEntry("cuts", inspection.cuts().places().size());
        assertThat(inspection.operators()).containsEntry("Conv", 3).containsEntry("Add", 1);
        assertThat(inspection.inputs())
                .containsExactly(new Inspection.Port("input", "float", List.of("1", "3", "16", "16")));
        assertThat(inspection.outputs().getFirst().type()).isEqualTo("float");
    }

    /// Where the weights stand says nothing of how many there are.
    @Test
    void of_weightsInConstantNodes_isThatOfInitializers() {
        Map<String, Tensor> sample = Net.samples(1, 1, 1, 3, 16, 16).getFirst();
        Inspection initializers = Inspection.of(Net.residualNet(4).model(), sample);
        Inspection constants = Inspection.of(Net.residualNet(4).modelOfConstants(), sample);
        assertThat(constants.size()).isEqualTo(initializers.size());
        assertThat(constants.macs()).isEqualTo(initializers.macs());
        assertThat(constants.cuts()).isEqualTo(initializers.cuts());
        assertThat(constants.skippableBlocks()).hasSameSizeAs(initializers.skippableBlocks());
    }

    @Test
    void of_weightsInBranches_areCountedOnTheirSideOfACut() {
        Net net = new Net(32);
        String x = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        String positive = net.node("Greater", reduced(net, x), net.floats(new float[] {0.1f}, new long[0]));
        String chosen =
                net.node("If", List.of(positive), Map.of("then_branch", branch("then"), "else_branch", branch("else")));
        String sum = net.relu(net.add(x, chosen));
        net.output(net.head(sum, 8, 4));
        Inspection inspection =
                Inspection.of(net.model(), Net.samples(1, 1, 1, 3, 16, 16).getFirst());
        long head = 3 * 9 * 8 + 8;
        long branches = 2 * 2048;
        assertThat(inspection.size().parameters()).isEqualTo(head + branches + 8 * 4 + 4);
        assertThat(inspection.cuts().parameters()).isEqualTo(inspection.size().parameters());
        assertThat(inspection.cuts().find(x).orElseThrow().headParameters()).isEqualTo(head);
        assertThat(inspection.cuts().find(sum).orElseThrow().headParameters()).isEqualTo(head + branches);
        assertThat(inspection.cuts().find(sum).orElseThrow().headWeightBytes()).isGreaterThan(4 * (head + branches));
    }

    private static String reduced(Net net, String x) {
        return net.node("ReduceMax", List.of(x), Map.of("keepdims", new Attribute.IntValue(0)));
    }

    private static Attribute branch(String output) {
        Weight weight = Weight.ofFloats(output, new float[2048], 1, 8, 16, 16);
        return new Attribute.GraphValue(new Graph(
                output,
                List.of(),
                List.of(),
                List.of(ValueInfo.of(output, DataType.FLOAT, 1, 8, 16, 16)),
                Map.of(output, weight),
                Map.of()));
    }

    @Test
    void cutPlaces_smallNetwork_growTowardsTheEnd() {
        Model model = Net.residual(4);
        CutPlaces places = CutPlaces.of(
                model, Shapes.learn(model, Net.samples(1, 1, 1, 3, 16, 16).getFirst()));
        assertThat(places.places().stream().filter(CutPlace::isSingle))
                .isSortedAccordingTo((a, b) -> Long.compare(a.headParameters(), b.headParameters()));
        assertThat(places.parameters()).isEqualTo(ModelSize.of(model).parameters());
        assertThat(places.places().getFirst().bytes()).isEqualTo(8 * 16 * 16 * 4);
    }
}
