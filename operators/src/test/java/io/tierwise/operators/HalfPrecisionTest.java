package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import io.tierwise.operators.RealModels.Samples;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HalfPrecisionTest {

    private static final long SEED = 83;
    private static final int FEW = 30;
    private static final int MANY = 400;

    /// What rounding to float16 changes a number by at most, as a share of it.
    private static final double ROUNDING = 1.0 / (1 << 11);

    @TempDir
    Path folder;

    private Product convert(Model model, List<Map<String, Tensor>> samples, Sparing sparing) {
        Context context = new Context(Calibration.of(samples), Criteria.none(), folder).withSparing(sparing);
        return Composer.apply(List.of(new Quantize(Scheme.FP16)), model, context);
    }

    private Product convert(Model model) {
        return convert(model, io.tierwise.operators.Samples.of(model, SEED, 2), Sparing.NONE);
    }

    private static Model written(Product product) {
        return product.parts().getFirst().model();
    }

    private static QuantizationAccount account(Product product) {
        return product.accounts().getFirst().quantization().orElseThrow();
    }

    static LongStream seeds() {
        return LongStream.range(3000, 3000 + (Boolean.getBoolean("tierwise.thorough") ? MANY : FEW));
    }

    /// Each node rounds its weights and its answer once; over a network these errors add up to less than
    /// their sum.
    @ParameterizedTest
    @MethodSource("seeds")
    void convert_randomGraph_runsEverywhereAndSaysTheSameWithinRounding(long seed) {
        Model model = RandomGraph.of(seed);
        List<Map<String, Tensor>> samples = io.tierwise.operators.Samples.of(model, seed, 3);
        Product converted = convert(model, samples, Sparing.NONE);
        double most = 2 * ROUNDING * model.graph().nodes().size();
        for (Optimization optimization : Optimization.values()) {
            assertThat(Verification.compare(model, converted.parts(), samples, optimization)
                            .outputs())
                    .as("seed %d at %s", seed, optimization)
                    .allSatisfy(output -> assertThat(output.relative()).isLessThan(most));
        }
        assertThat(account(converted).quantizedNodes()).as("seed %d", seed).isPositive();
        assertCastOnce(written(converted), "seed " + seed);
    }

    private static void assertCastOnce(Model model, String what) {
        List<String> casts = model.graph().nodes().stream()
                .filter(node -> node.is("Cast") && node.name().endsWith(".Cast"))
                .map(node -> node.inputs().getFirst())
                .toList();
        assertThat(casts).as(what).doesNotHaveDuplicates();
    }

    @Test
    void convert_residualNetwork_keepsItsInterfaceAndHalvesItsWeights() {
        Model model = Net.residual(1);
        Product converted = convert(model);
        assertThat(account(converted).floatNodes()).isEmpty();
        assertThat(Nodes.count(written(converted), "Cast")).isEqualTo(2);
        try (ModelSession before = Sessions.open(model, SessionSettings.exact());
                ModelSession after = Sessions.open(written(converted), SessionSettings.exact())) {
            assertThat(after.inputs()).isEqualTo(before.inputs());
            assertThat(after.outputs()).isEqualTo(before.outputs());
        }
        assertThat(converted.size().bytes()).isLessThan(ModelSize.of(model).bytes() * 51 / 100);
        assertThat(converted.accounts().getFirst().lines())
                .anyMatch(line -> line.contains("on 16-bit floating point, 0 stay in float32"));
    }

    @Test
    void convert_weights_areRoundedToTheNearestEvenAndStaySubnormal() {
        float[] values = {1 + 0x1p-11f, 1 + 3 * 0x1p-11f, 0x1p-24f, -0x1.8p-20f, 65504, 0.1f};
        Net net = new Net(SEED);
        net.output(net.node("Mul", net.input("input", 1, 6), net.floats(values, 6)));
        Weight stored = written(convert(net.model())).graph().weights().values().stream()
                .filter(weight -> weight.type() == DataType.FLOAT16)
                .findFirst()
                .orElseThrow();
        assertThat(stored.floats()).containsExactly(1, 1 + 0x1p-9f, 0x1p-24f, -0x1.8p-20f, 65504, 0.099975586f);
    }

    @Test
    void convert_beyondTheRange_isAnIslandOfFloat32() {
        Net net = new Net(SEED);
        String x = net.relu(net.conv(net.input("input", 1, 3, 8, 8), 3, 4, 3, 1));
        String large = net.node("Mul", x, net.floats(new float[] {60000}, new long[0]));
        String back = net.node("Mul", large, net.floats(new float[] {1e-4f}, new long[0]));
        String wide = net.node("Div", back, net.floats(new float[] {1e6f}, new long[0]));
        String tiny = net.node("Add", back, net.floats(new float[] {1e-12f}, new long[0]));
        net.output(net.conv(net.add(net.node("Sigmoid", wide), tiny), 4, 2, 1, 1));
        Model model = net.model();
        Product converted = convert(model);
        assertThat(account(converted).floatNodes())
                .extracting(FloatNode::operator)
                .containsExactly("Mul", "Mul", "Div", "Add");
        assertThat(account(converted).floatNodes())
                .extracting(FloatNode::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("beyond the greatest 16-bit number, 65504"),
                        reason -> assertThat(reason).contains("'" + large + "' reaches from"),
                        reason -> assertThat(reason).contains("its constant"),
                        reason -> assertThat(reason).contains("is 0 in 16 bits"));
        assertCastOnce(written(converted), "islands");
        assertNear(model, converted);
    }

    private static void assertNear(Model model, Product converted) {
        for (Optimization optimization : Optimization.values()) {
            assertThat(Verification.compare(
                                    model,
                                    converted.parts(),
                                    io.tierwise.operators.Samples.of(model, SEED, 2),
                                    optimization)
                            .outputs())
                    .as("at %s", optimization)
                    .allSatisfy(output -> assertThat(output.relative())
                            .isLessThan(2 * ROUNDING * model.graph().nodes().size()));
        }
    }

    @Test
    void convert_operatorsWithoutFloat16_stayWithTheReason() {
        Net net = new Net(SEED);
        String x = net.node("Celu", net.input("input", 1, 8));
        String y = net.node("CumSum", net.relu(x), net.longs(1));
        net.output(y);
        Model model = net.model();
        Product converted = convert(model);
        assertThat(account(converted).floatNodes())
                .extracting(FloatNode::reason)
                .containsExactly(
                        "ONNX has no 16-bit form of it in opset 13", "ONNX has no 16-bit form of it in opset 13");
        assertThat(account(converted).quantizedNodes()).isEqualTo(1);
        assertNear(model, converted);
    }

    @Test
    void convert_clipWithoutEnd_isBoundWhereFloat16Ends() {
        Net net = new Net(SEED);
        String least = net.floats(new float[] {0}, new long[0]);
        String most = net.floats(new float[] {Float.MAX_VALUE}, new long[0]);
        net.output(net.node("Clip", net.conv(net.input("input", 1, 3, 8, 8), 3, 4, 3, 1), least, most));
        Model model = net.model();
        Product converted = convert(model);
        assertThat(account(converted).floatNodes()).isEmpty();
        assertNear(model, converted);
    }

    @Test
    void convert_resize_keepsItsScalesInFloat32() {
        Net net = new Net(SEED);
        String scales = net.floats(new float[] {1, 1, 2, 2}, 4);
        net.output(net.node(
                "Resize",
                List.of(net.conv(net.input("input", 1, 3, 8, 8), 3, 4, 3, 1), "", scales),
                with("mode", "linear")));
        Model model = net.model();
        Product converted = convert(model);
        Node resize = written(converted).graph().nodes().stream()
                .filter(node -> node.is("Resize"))
                .findFirst()
                .orElseThrow();
        assertThat(resize.inputs().get(2)).isEqualTo(scales);
        assertThat(account(converted).floatNodes()).isEmpty();
        assertNear(model, converted);
    }

    @Test
    void convert_namedNode_staysInFloat() {
        Model model = Net.residual(1);
        Product converted = convert(
                model,
                io.tierwise.operators.Samples.of(model, SEED, 1),
                new Sparing(Set.of("relu_4"), OptionalDouble.empty()));
        assertThat(account(converted).floatNodes())
                .extracting(FloatNode::operator)
                .containsExactly("Relu");
        assertNear(model, converted);
    }

    @Test
    void convert_noSamples_isRefused() {
        assertThatThrownBy(() -> convert(Net.residual(1), List.of(), Sparing.NONE))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("needs calibration samples");
    }

    /// Not bit for bit: the runtime, it seems, leaves casts to 16 bits and back out where it computes in float32 on
    /// both sides, even without optimizations, and a cut puts them back.
    @Test
    void convert_thenCut_partsEqualTheWholeWithinRounding() {
        Model model = written(convert(Net.residual(1)));
        List<Map<String, Tensor>> samples = Net.samples(SEED, 2, 1, 3, 16, 16);
        Shapes shapes = Shapes.learn(model, samples.getFirst());
        List<CutPlace> places = CutPlaces.of(model, shapes).places();
        assertThat(places).isNotEmpty();
        for (CutPlace place : places) {
            List<Part> parts = CutParts.of(model, shapes, List.of(place.cut()));
            assertThat(Verification.compare(model, parts, samples, Optimization.NONE)
                            .outputs())
                    .as("cut at %s", place.name())
                    .allSatisfy(output -> assertThat(output.relative()).isLessThan(4 * ROUNDING));
        }
    }

    @Test
    void quantize_modelInFloat16_leavesItsActivationsWithAReason() {
        Model half = written(convert(Net.residual(1)));
        Context context = new Context(Calibration.of(Net.samples(SEED, 2, 1, 3, 16, 16)), Criteria.none(), folder);
        for (Scheme scheme : List.of(Scheme.U8S8, Scheme.S8S8, Scheme.DYNAMIC, Scheme.WEIGHTS, Scheme.FP16)) {
            Product quantized = Composer.apply(List.of(new Quantize(scheme)), half, context);
            assertThat(account(quantized).quantizedNodes()).as("%s", scheme).isZero();
            assertThat(Verification.compare(
                            half, quantized.parts(), Net.samples(SEED, 2, 1, 3, 16, 16), Optimization.ALL))
                    .as("%s", scheme)
                    .matches(Verification::exact);
        }
        Product quantized = Composer.apply(List.of(new Quantize(Scheme.U8S8)), half, context);
        assertThat(account(quantized).floatNodes())
                .filteredOn(node -> node.operator().equals("Conv"))
                .isNotEmpty()
                .allSatisfy(node -> assertThat(node.reason()).contains("float16"));
    }

    @Test
    void convert_demoClassifier_losesLessThanAPoint() {
        Model model = ModelReader.read(RealModels.find("demo/classifier.onnx"));
        Product converted =
                convert(model, RealModels.demoClassifier("calibration").inputs(0, 10, 20), Sparing.NONE);
        assertKeeps(model, converted, RealModels.demoClassifier("evaluation"), 500);
    }

    @Test
    void convert_demoSegmentation_losesLessThanAPoint() {
        Model model = ModelReader.read(RealModels.find("demo/segmentation.onnx"));
        Product converted =
                convert(model, RealModels.demoSegmentation("calibration").inputs(0, 4, 10), Sparing.NONE);
        assertKeeps(model, converted, RealModels.demoSegmentation("evaluation"), 50);
    }

    private static void assertKeeps(Model model, Product converted, Samples evaluation, int count) {
        List<Integer> scored = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        double drop = evaluation.score(model, scored) - evaluation.score(written(converted), scored);
        assertThat(Math.abs(drop)).isLessThan(0.01);
        assertThat(account(converted).floatNodes()).isEmpty();
        assertThat(account(converted).quantizedNodes()).isPositive();
    }
}
