package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.operators.NodeRun.Ran;
import io.tierwise.runtime.Profile;
import io.tierwise.runtime.Profile.NodeTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeRunsTest {
    @TempDir
    Path folder;

    private static Node node(String operator, String name, String input, String output) {
        return Nodes.of(operator, name, List.of(input), List.of(output));
    }

    private static Graph graph(Node... nodes) {
        return new Graph(
                "g",
                List.of(nodes),
                List.of(ValueInfo.unknown("x")),
                List.of(ValueInfo.unknown("y")),
                Map.of(),
                Map.of());
    }

    private static Model model(Node... nodes) {
        return new Model(8, Map.of("", 13L), Map.of(), "", graph(nodes));
    }

    private static final Model BEFORE = model(
            node("Conv", "first", "x", "a"),
            node("Relu", "bound", "a", "b"),
            node("Conv", "second", "b", "c"),
            node("Softmax", "soft", "c", "y"));
    private static final Model AFTER = model(
            node("QuantizeLinear", "x.QuantizeLinear", "x", "x.u8"),
            node("DequantizeLinear", "x.DequantizeLinear", "x.u8", "x.dq"),
            node("Conv", "first", "x.dq", "b.raw"),
            node("QuantizeLinear", "b.QuantizeLinear", "b.raw", "b.u8"),
            node("DequantizeLinear", "b.DequantizeLinear", "b.u8", "b"),
            node("Conv", "second", "b", "c.raw"),
            node("QuantizeLinear", "c.QuantizeLinear", "c.raw", "c.u8"),
            node("DequantizeLinear", "c.DequantizeLinear", "c.u8", "c"),
            node("Softmax", "soft", "c", "y"));

    /// The first convolution is fused, the second is left between its neighbours.
    private static final Graph OPTIMIZED = graph(
            node("QuantizeLinear", "x.QuantizeLinear", "x", "x.u8"),
            node("QLinearConv", "first_token_1", "x.u8", "b.u8"),
            node("DequantizeLinear", "b.DequantizeLinear", "b.u8", "b"),
            node("Conv", "c.raw_nchwc", "b", "c.raw"),
            node("QuantizeLinear", "c.QuantizeLinear", "c.raw", "c.u8"),
            node("DequantizeLinear", "c.DequantizeLinear", "c.u8", "c"),
            node("Softmax", "soft", "c", "y"));
    private static final NodeRuns.Times TIMES = new NodeRuns.Times(
            Optional.of(new Profile(
                    List.of(
                            new NodeTime("b_nchwc", "Conv", 100),
                            new NodeTime("c_nchwc", "Conv", 100),
                            new NodeTime("soft", "Softmax", 10)),
                    210)),
            Optional.of(new Profile(
                    List.of(
                            new NodeTime("first_token_1", "QLinearConv", 40),
                            new NodeTime("c.raw_nchwc", "Conv", 150),
                            new NodeTime("soft", "Softmax", 10)),
                    200)));

    private static NodeAccount account(NodeRuns.Times times) {
        return NodeRuns.of(BEFORE, AFTER, OPTIMIZED, List.of(new FloatNode("soft", "Softmax", "no 8-bit form")), times);
    }

    @Test
    void of_fusedLeftAndPlannedNodes_areToldApart() {
        NodeAccount account = account(TIMES);
        assertThat(account.nodes()).extracting(NodeRun::name).containsExactly("first", "bound", "second", "soft");
        assertThat(account.nodes())
                .extracting(NodeRun::ran)
                .containsExactly(Ran.INT8, Ran.INT8, Ran.BETWEEN, Ran.FLOAT);
        assertThat(account.nodes())
                .extracting(NodeRun::kernel)
                .containsExactly("QLinearConv", "QLinearConv", "Conv", "Softmax");
        assertThat(account.nodes().get(1).reason()).isEqualTo("vanished into Conv 'first'");
        assertThat(account.nodes().get(3).reason()).isEqualTo("no 8-bit form");
        assertThat(account.counts()).isEqualTo(Map.of("int8", 2, "between", 1, "float", 1));
        assertThat(account.quantized()).containsExactly("x", "c");
        assertThat(account.dequantized()).containsExactly("b", "c");
    }

    @Test
    void of_profiles_giveEachNodeItsTimesAndThoseOfWhatVanishedIntoIt() {
        NodeAccount account = account(TIMES);
        assertThat(account.nodes())
                .extracting(run -> run.floatNanos().orElse(-1))
                .containsExactly(100L, 0L, 100L, 10L);
        assertThat(account.nodes())
                .extracting(run -> run.int8Nanos().orElse(-1))
                .containsExactly(40L, 0L, 150L, 10L);
        assertThat(account.lines()).anyMatch(line -> line.startsWith("slower than in float: Conv 'second'"));
    }

    /// One product is computed on 16 bits, one Relu between casts of the runtime's, one Softmax as planned.
    @Test
    void of_modelIn16Bits_tellsKernelsOf16BitsFromCastsAround() {
        Model before = model(
                node("Abs", "first", "x", "a"), node("Relu", "bound", "a", "b"), node("Softmax", "soft", "b", "y"));
        Node in = Nodes.with(node("Cast", "x.fp16.Cast", "x", "x.fp16"), "to", DataType.FLOAT16.code());
        Node out = Nodes.with(node("Cast", "b.fp32.Cast", "b", "b.fp32"), "to", DataType.FLOAT.code());
        Node around = Nodes.with(
                node("Cast", "InsertedPrecisionFreeCast_a", "a", "InsertedPrecisionFreeCast_a"),
                "to",
                DataType.FLOAT.code());
        Node back = Nodes.with(
                node("Cast", "InsertedPrecisionFreeCast_b", "InsertedPrecisionFreeCast_b", "b"),
                "to",
                DataType.FLOAT16.code());
        Model after = model(
                in,
                node("Abs", "first", "x.fp16", "a"),
                node("Relu", "bound", "a", "b"),
                out,
                node("Softmax", "soft", "b.fp32", "y"));
        Graph optimized = graph(
                in,
                node("Abs", "first", "x.fp16", "a"),
                around,
                node("Relu", "bound", "InsertedPrecisionFreeCast_a", "InsertedPrecisionFreeCast_b"),
                back,
                out,
                node("Softmax", "soft", "b.fp32", "y"));
        NodeAccount account = NodeRuns.of(
                before,
                after,
                optimized,
                List.of(new FloatNode("soft", "Softmax", "named")),
                new NodeRuns.Times(Optional.empty(), Optional.empty()));
        assertThat(account.nodes()).extracting(NodeRun::ran).containsExactly(Ran.FP16, Ran.FLOAT, Ran.FLOAT);
        assertThat(account.nodes())
                .extracting(NodeRun::reason)
                .containsExactly("", "the runtime has no 16-bit kernel for it and casts around it", "named");
        assertThat(account.counts()).isEqualTo(Map.of("fp16", 1, "float", 2));
        assertThat(account.lines()).anyMatch(line -> line.contains("in 16-bit floating point: 1; in float: 2"));
    }

    @Test
    void of_noProfiles_leavesTimesOut() {
        NodeAccount account = account(new NodeRuns.Times(Optional.empty(), Optional.empty()));
        assertThat(account.nodes()).extracting(NodeRun::floatNanos).containsOnly(OptionalLong.empty());
        assertThat(account.nodes().getFirst().toMap()).doesNotContainKeys("floatNanos", "int8Nanos");
    }

    @Test
    void of_thousandsOfNodes_countsAllAndKeepsThoseThatTakeMost() {
        List<NodeRun> many = new ArrayList<>();
        IntStream.range(0, 2000)
                .forEach(i -> many.add(new NodeRun(
                        "n" + i, "Conv", Ran.INT8, "QLinearConv", OptionalLong.of(i), OptionalLong.of(1), "")));
        NodeAccount account = NodeAccount.of(many, List.of(), List.of());
        assertThat(account.nodes()).hasSize(NodeAccount.MOST);
        assertThat(account.nodes().getFirst().name()).isEqualTo("n1700");
        assertThat(account.counts()).isEqualTo(Map.of("int8", 2000));
        assertThat(account.plus(account).nodes()).hasSize(NodeAccount.MOST);
    }

    @Test
    void quantize_residualNetwork_runsEveryNodeOnIntegersAndTimesIt() {
        List<Map<String, Tensor>> samples = Net.samples(12, 4, 1, 3, 16, 16);
        Criteria criteria = Criteria.none().withPace(new LocalPace(1, System::nanoTime));
        var context = new Context(Calibration.of(samples), criteria, folder);
        Account account = Composer.apply(List.of(new Quantize(Scheme.U8S8)), Net.residual(3), context)
                .accounts()
                .getFirst();
        NodeAccount nodes = account.nodes().orElseThrow();
        assertThat(nodes.counts()).isEqualTo(Map.of("int8", nodes.nodes().size()));
        assertThat(nodes.kernels()).containsKeys("QLinearConv", "QLinearAdd", "QGemm");
        assertThat(nodes.quantized()).containsExactly("input");
        assertThat(nodes.dequantized()).hasSize(1);
        assertThat(nodes.nodes()).allMatch(node -> node.int8Nanos().isPresent());
        assertThat(nodes.nodes().stream()
                        .mapToLong(node -> node.int8Nanos().orElse(0))
                        .sum())
                .isPositive();
        assertThat(account.toMap()).containsKeys("nodes", "ran").doesNotContainKey("probe");
    }

    @Test
    void quantize_nodesWithoutNames_areCalledByTheirOutputs() {
        Model named = Net.residual(3);
        Model nameless = named.withGraph(named.graph()
                .withNodes(named.graph().nodes().stream()
                        .map(node -> Nodes.named(node, ""))
                        .toList()));
        var context = new Context(Calibration.of(Net.samples(12, 2, 1, 3, 16, 16)), Criteria.none(), folder);
        NodeAccount nodes = Composer.apply(List.of(new Quantize(Scheme.U8S8)), nameless, context)
                .accounts()
                .getFirst()
                .nodes()
                .orElseThrow();
        assertThat(nodes.counts()).containsOnlyKeys("int8");
        assertThat(nodes.nodes().getFirst().name())
                .isEqualTo(named.graph().nodes().getFirst().outputs().getFirst());
    }
}
