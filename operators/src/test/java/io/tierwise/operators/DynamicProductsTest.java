package io.tierwise.operators;

import static io.tierwise.operators.OperatorCases.list;
import static io.tierwise.operators.OperatorCases.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.operators.NodeRun.Ran;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.SessionSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DynamicProductsTest {

    private static final long SEED = 71;
    private static final int FEW = 30;
    private static final int MANY = 400;

    @TempDir
    Path folder;

    private Product quantize(Model model, Sparing sparing) {
        Context context =
                new Context(Calibration.of(Samples.of(model, SEED, 1)), Criteria.none(), folder).withSparing(sparing);
        return Composer.apply(List.of(new Quantize(Scheme.DYNAMIC)), model, context);
    }

    private static Model written(Product product) {
        return product.parts().getFirst().model();
    }

    private static QuantizationAccount account(Product product) {
        return product.accounts().getFirst().quantization().orElseThrow();
    }

    /// Products in every form that is written on bytes, each of the network's own input.
    enum Form {
        MATRICES,
        BATCHES,
        ROW,
        PLAIN_GEMM,
        TURNED_GEMM,
        SCALED_GEMM,
        GEMM_WITHOUT_BIAS,
        GEMM_WITH_BIAS_FROM_OUTSIDE;

        Model model(long opset) {
            Net net = new Net(name().hashCode());
            String x = net.input(
                    "x",
                    switch (this) {
                        case BATCHES -> list(2, 3, 4, 6);
                        case ROW -> list(6);
                        default -> list(4, 6);
                    });
            net.output(
                    switch (this) {
                        case MATRICES, BATCHES, ROW -> net.node("MatMul", x, net.weight(1, 6, 5));
                        case PLAIN_GEMM -> gemm(net, x, net.weight(1, 6, 5), net.weight(1, 5));
                        case TURNED_GEMM -> turned(net, x, net.weight(1, 5, 6), net.weight(1, 5));
                        case SCALED_GEMM -> turned(net, x, net.weight(1, 5, 6), net.weight(1, 4, 1), 0.5f, -1.5f);
                        case GEMM_WITHOUT_BIAS -> net.node("Gemm", x, net.weight(1, 6, 5));
                        case GEMM_WITH_BIAS_FROM_OUTSIDE ->
                            turned(net, x, net.weight(1, 5, 6), net.input("c", 4, 5), -2f, 3f);
                    });
            return net.model(opset);
        }

        private static String gemm(Net net, String x, String w, String bias) {
            return net.node("Gemm", List.of(x, w, bias), Map.of());
        }

        private static String turned(Net net, String x, String w, String bias) {
            return turned(net, x, w, bias, 1, 1);
        }

        private static String turned(Net net, String x, String w, String bias, float alpha, float beta) {
            return net.node("Gemm", List.of(x, w, bias), with("transB", 1, "alpha", alpha, "beta", beta));
        }
    }

    static Stream<Form> forms() {
        return Stream.of(Form.values());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void quantize_oneProduct_isWhatTheOracleComputesAndNearTheFloatModel(Form form) {
        ByteProducts.assumeExact();
        long[] opsets = form == Form.GEMM_WITHOUT_BIAS ? list(11, 13, 21) : list(9, 11, 13, 21);
        for (long opset : opsets) {
            Model model = form.model(opset);
            Product quantized = quantize(model, Sparing.NONE);
            assertThat(account(quantized).quantizedNodes()).isEqualTo(1);
            assertThat(Nodes.count(written(quantized), "MatMulInteger")).isEqualTo(1);
            InterpreterTest.assertComputes(form + " of opset " + opset, written(quantized), SEED);
            for (Optimization optimization : Optimization.values()) {
                assertThat(Verification.compare(model, quantized.parts(), Samples.of(model, SEED, 3), optimization)
                                .outputs())
                        .as("%s of opset %d at %s, seed %d", form, opset, optimization, SEED)
                        .allSatisfy(output -> assertThat(output.relative()).isLessThan(0.02));
            }
        }
    }

    @Test
    void quantize_randomGraphs_everyProductIsWithinWhatRoundsEitherWay() {
        ByteProducts.assumeExact();
        int products = 0;
        for (long seed = 2000; seed < 2000 + (Boolean.getBoolean("tierwise.thorough") ? MANY : FEW); seed++) {
            Model model = RandomGraph.of(seed);
            Model quantized = written(quantize(model, Sparing.NONE));
            List<Node> judged = FakeProducts.of(model);
            for (Map<String, Tensor> sample : Samples.of(model, seed, 2)) {
                Map<String, Values> given = run(quantized, judged, sample);
                for (Node node : judged) {
                    assertNear(seed, node, FakeProducts.expected(node, model, given), given);
                    products++;
                }
            }
        }
        assertThat(products).as("products judged").isGreaterThan(2 * FEW);
    }

    private static void assertNear(long seed, Node node, FakeProducts.Expected expected, Map<String, Values> given) {
        Values found = FakeProducts.given(given, node.outputs().getFirst());
        assertThat(found.shape())
                .as("seed %d, %s", seed, node.label())
                .isEqualTo(expected.values().shape());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.flat(i))
                    .as("seed %d, %s, element %d", seed, node.label(), i)
                    .isCloseTo(expected.values().flat(i), within(expected.tolerance()));
        }
    }

    /// What the products take and make in the quantized model, as the runtime computes it.
    private static Map<String, Values> run(Model quantized, List<Node> products, Map<String, Tensor> sample) {
        Set<String> wanted = new LinkedHashSet<>();
        products.forEach(node -> {
            wanted.addAll(node.inputs());
            wanted.addAll(node.outputs());
        });
        wanted.removeAll(sample.keySet());
        Graph graph = quantized.graph();
        Set<String> made = new LinkedHashSet<>();
        graph.nodes().forEach(node -> made.addAll(node.outputs()));
        wanted.retainAll(made);
        Map<String, Values> given = new HashMap<>();
        sample.forEach((name, tensor) -> given.put(name, Values.of(tensor)));
        if (!wanted.isEmpty()) {
            Model exposing = Models.withOutputs(quantized, graph.nodes(), List.copyOf(wanted));
            try (ModelSession session = Sessions.open(exposing, SessionSettings.exact())) {
                session.run(sample).forEach((name, tensor) -> given.put(name, Values.of(tensor)));
            }
        }
        return given;
    }

    private static Net threeLayers() {
        Net net = new Net(SEED);
        String x = net.node("MatMul", net.input("input", 1, 6, 32), net.weight(0.2f, 32, 16));
        String y = net.add(net.node("MatMul", net.relu(x), net.weight(0.2f, 16, 16)), net.weight(0.1f, 16));
        net.output(net.gemm(net.node("Reshape", y, net.longs(6, 16)), 16, 10));
        return net;
    }

    @Test
    void quantize_threeLayers_areFusedAndRunOnIntegers() {
        Product quantized = quantize(threeLayers().model(), Sparing.NONE);
        Graph optimized = OptimizedGraph.of(written(quantized), folder);
        assertThat(optimized.nodes().stream().map(Node::operator))
                .containsExactly(
                        "DynamicQuantizeMatMul", "Relu", "DynamicQuantizeMatMul", "Reshape", "DynamicQuantizeMatMul");
        assertThat(quantized.accounts().getFirst().nodes().orElseThrow().nodes())
                .filteredOn(run -> run.ran() == Ran.INT8)
                .extracting(NodeRun::operator)
                .contains("MatMul", "Gemm");
        assertThat(account(quantized).leftoverQuantize()).isZero();
        assertThat(quantized.accounts().getFirst().lines())
                .anyMatch(line -> line.contains("multiplies 8-bit integers in 3 nodes"));
    }

    @Test
    void quantize_oneTensorForThreeProducts_isQuantizedOnce() {
        Net net = new Net(SEED);
        String x = net.input("input", 1, 6, 16);
        String shared = net.weight(0.2f, 16, 16);
        net.output(net.add(net.node("MatMul", x, shared), net.node("MatMul", net.relu(x), shared)));
        net.output(net.node("MatMul", x, net.weight(0.2f, 16, 4)));
        Product quantized = quantize(net.model(), Sparing.NONE);
        assertThat(Nodes.count(written(quantized), "DynamicQuantizeLinear")).isEqualTo(2);
        assertThat(written(quantized).graph().weights().keySet())
                .filteredOn(name -> name.endsWith(".s8"))
                .hasSize(2);
        assertThat(account(quantized).leftoverQuantize()).isEqualTo(1);
    }

    @Test
    void quantize_whatCannotBecomeBytes_staysWithItsReason() {
        Net net = new Net(SEED);
        String x = net.input("input", 4, 4);
        String turned = net.node("Gemm", List.of(x, net.weight(1, 4, 4)), with("transA", 1));
        String open = net.node("MatMul", turned, x);
        String stacked = net.node("MatMul", open, net.weight(1, 2, 4, 4));
        String endless = net.node("MatMul", stacked, net.floats(new float[] {1, 2, 3, Float.NaN}, 4, 1));
        net.output(endless);
        Product quantized = quantize(net.model(), Sparing.NONE);
        assertThat(account(quantized).quantizedNodes()).isZero();
        assertThat(account(quantized).floatNodes())
                .extracting(FloatNode::reason)
                .containsExactly(
                        "it transposes its input (transA)",
                        "its weights are not float32 constants",
                        "its weights have 3 dimensions, not two",
                        "its weights are not finite");
        assertThat(quantized.accounts().getFirst().notes()).contains("nothing in the model could be quantized");
    }

    @Test
    void quantize_namedNode_staysInFloat() {
        Product quantized = quantize(threeLayers().model(), new Sparing(Set.of("node_2"), OptionalDouble.empty()));
        assertThat(account(quantized).quantizedNodes()).isEqualTo(2);
        assertThat(account(quantized).floatNodes()).extracting(FloatNode::name).containsExactly("node_2");
    }

    @Test
    void quantize_refined_isRefused() {
        Context context =
                new Context(Calibration.of(Samples.of(threeLayers().model(), SEED, 1)), Criteria.none(), folder);
        assertThatThrownBy(() -> Composer.apply(
                        Operators.parseSequence("Q(dynamic,equalize)"),
                        threeLayers().model(),
                        context))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("'dynamic' fixes no ranges");
    }
}
