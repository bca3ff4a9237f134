package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparingSearchTest {

    private static final List<Map<String, Tensor>> IMAGES = Net.samples(3, 12, 1, 3, 16, 16);

    @TempDir
    Path folder;

    private final List<String> steps = new ArrayList<>();

    private QuantizationAccount quantize(Model model, OptionalDouble mostLoss, Loss loss) {
        var ranking = new Ranking(true, Calibration.of(IMAGES), (what, done, of) -> steps.add(done + "/" + of));
        var context = new Context(Calibration.of(IMAGES), Net.criteria(loss), folder)
                .withSparing(new Sparing(Set.of(), mostLoss, ranking));
        Product product = Composer.apply(Operators.parseSequence("Q(u8s8)"), model, context);
        return product.accounts().getFirst().quantization().orElseThrow();
    }

    /// A network one of whose convolutions mixes widths a thousand times apart, so that bytes lose it.
    private static Model withOneBadNode() {
        Net net = new Net(30);
        String x = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        float[] uneven = new float[64];
        for (int i = 0; i < uneven.length; i++) {
            uneven[i] = i % 8 == 0 ? 300 : (i % 3 - 1) * 0.8f;
        }
        String dull = net.node("Mul", x, net.floats(new float[] {1e-3f, 1, 1, 1, 1, 1, 1, 1}, 8, 1, 1));
        String bad = net.node("Conv", dull, net.floats(uneven, 8, 8, 1, 1));
        net.output(net.head(net.relu(net.conv(net.relu(bad), 8, 8, 3, 1)), 8, 4));
        return net.model();
    }

    private static double floatConvolutions(Model model) {
        long dequantized = model.graph().nodes().stream()
                .filter(node ->
                        node.operator().equals("Conv") || node.operator().equals("Gemm"))
                .filter(node -> DequantizedWeights.of(model).of(node).isPresent())
                .count();
        return dequantized / 100.0;
    }

    @Test
    void search_oneBadNode_ranksItFirst() {
        QuantizationAccount account = quantize(withOneBadNode(), OptionalDouble.empty(), model -> 0);
        SparingAccount sparing = account.sparing().orElseThrow();
        assertThat(sparing.sensitivity().getFirst().operator()).isEqualTo("Conv");
        assertThat(sparing.sensitivity().getFirst().gainDecibels()).isGreaterThan(3);
        assertThat(sparing.sensitivity())
                .extracting(NodeSensitivity::gainDecibels)
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(sparing.spared()).isEmpty();
        assertThat(account.floatNodes()).isEmpty();
        assertThat(steps).hasSize(sparing.sensitivity().size() + 2);
        int all = sparing.sensitivity().size() + 2;
        assertThat(steps.getLast()).isEqualTo(all + "/" + all);
        assertThat(folder).isDirectoryNotContaining("glob:**tried*");
    }

    @Test
    void search_lossAsked_leavesTheFewestNodesThatKeepIt() {
        QuantizationAccount account =
                quantize(withOneBadNode(), OptionalDouble.of(0.02), SparingSearchTest::floatConvolutions);
        SparingAccount sparing = account.sparing().orElseThrow();
        assertThat(sparing.kept()).isTrue();
        assertThat(sparing.loss().orElseThrow()).isEqualTo(0.02);
        assertThat(account.floatNodes())
                .filteredOn(node -> node.reason().contains("accuracy"))
                .extracting(FloatNode::name)
                .containsExactlyInAnyOrderElementsOf(sparing.spared());
    }

    @Test
    void search_lossKeptAtOnce_sparesNothing() {
        SparingAccount sparing = quantize(Net.residual(1), OptionalDouble.of(0), model -> 0.3)
                .sparing()
                .orElseThrow();
        assertThat(sparing.kept()).isTrue();
        assertThat(sparing.spared()).isEmpty();
    }

    @Test
    void search_lossThatCannotBeKept_saysSoAndGivesTheNearest() {
        Loss loss = model -> Nodes.count(model, "QuantizeLinear") > 0 ? 0.5 : 0;
        SparingAccount sparing = quantize(Net.residual(1), OptionalDouble.of(0.1), loss)
                .sparing()
                .orElseThrow();
        assertThat(sparing.kept()).isFalse();
        assertThat(sparing.loss().orElseThrow()).isEqualTo(0.5);
        assertThat(sparing.sentence()).contains("CANNOT KEEP");
    }

    @Test
    void search_modelInParts_isRefused() {
        var context = new Context(Calibration.of(IMAGES), Net.criteria(model -> 0), folder)
                .withSparing(new Sparing(Set.of(), OptionalDouble.of(0.1)));
        assertThatThrownBy(() -> Composer.apply(Operators.parseSequence("P(study)Q(u8s8)"), Net.residual(1), context))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("quantize before cutting");
    }
}
