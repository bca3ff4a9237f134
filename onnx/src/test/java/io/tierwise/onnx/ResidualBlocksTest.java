package io.tierwise.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.onnx.GraphBuilder.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResidualBlocksTest {

    @Test
    void find_twoStages_tellsSkippableFromChanging() {
        List<ResidualBlock> blocks = ResidualBlocks.find(Networks.residual());
        assertThat(blocks.stream().map(ResidualBlock::skippable)).containsExactly(true, true, false, true);
        assertThat(blocks.stream().map(ResidualBlock::stage)).containsExactly(1, 1, 2, 2);
        assertThat(blocks.get(1).entry()).isEqualTo(blocks.get(0).exit());
        assertThat(blocks.get(0).nodes().stream().map(Node::operator))
                .containsExactly("Conv", "Relu", "Conv", "Add", "Relu");
    }

    @Test
    void find_quantizedPaths_looksThroughThem() {
        GraphBuilder graph = new GraphBuilder("quantized", 17);
        String scale = graph.weight(Weight.ofFloats("scale", new float[] {0.1f}));
        String x = graph.relu(graph.input("x", DataType.FLOAT, 1, 4, 8, 8));
        String bytes = quantize(graph, x, scale);
        String y = Networks.conv(graph, Window.square(3), dequantize(graph, bytes, scale), "c", 4, 4);
        y = dequantize(graph, quantize(graph, y, scale), scale);
        String shortcut = dequantize(graph, bytes, scale);
        String sum = graph.relu(graph.add(y, shortcut));
        Model model = graph.output(graph.globalAveragePool(dequantize(graph, quantize(graph, sum, scale), scale)))
                .build();
        List<ResidualBlock> blocks = ResidualBlocks.find(model);
        assertThat(blocks).hasSize(1);
        assertThat(blocks.getFirst().entry()).isEqualTo(shortcut);
        assertThat(blocks.getFirst().exit()).isEqualTo(sum);
        assertThat(blocks.getFirst().skippable()).isTrue();
        Model without = Splice.bypass(model, blocks.getFirst());
        assertThat(without.graph().nodes()).hasSize(6).noneMatch(node -> node.is("Conv") || node.is("Add"));
        assertThat(without.graph().initializers()).containsOnlyKeys("scale");
    }

    private static String quantize(GraphBuilder graph, String x, String scale) {
        return graph.node("QuantizeLinear", Map.of(), List.of(x, scale));
    }

    private static String dequantize(GraphBuilder graph, String x, String scale) {
        return graph.node("DequantizeLinear", Map.of(), List.of(x, scale));
    }

    @Test
    void find_entryThatMayBeNegative_leavesTheReluOutside() {
        GraphBuilder graph = new GraphBuilder("linear", 17);
        String x = Networks.conv(graph, Window.square(1), graph.input("x", DataType.FLOAT, 1, 3, 8, 8), "stem", 3, 4);
        String y = Networks.conv(graph, Window.square(3), graph.relu(x), "c", 4, 4);
        String sum = graph.add(x, y);
        Model model = graph.output(graph.relu(sum)).build();
        ResidualBlock block = ResidualBlocks.find(model).getFirst();
        assertThat(block.exit()).isEqualTo(sum);
        assertThat(Splice.bypass(model, block).graph().nodes().stream().map(Node::operator))
                .containsExactly("Conv", "Relu");
    }

    @Test
    void find_sumsThatAreNoBlocks_areLeftAlone() {
        GraphBuilder graph = new GraphBuilder("other", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 4, 8, 8);
        String plain = graph.add(x, graph.relu(x));
        String left = graph.relu(Networks.conv(graph, Window.square(3), plain, "l", 4, 4));
        String right = graph.relu(Networks.conv(graph, Window.square(3), plain, "r", 4, 4));
        Model model = graph.output(graph.add(left, right)).build();
        assertThat(ResidualBlocks.find(model)).isEmpty();
    }

    /// A network of the shape of a U adds what it had on the way down to what comes back up: the sums
    /// at the two upper levels go around blocks, the lowest around plain convolutions.
    @Test
    void find_sumAroundOtherBlocks_isNoBlock() {
        GraphBuilder graph = new GraphBuilder("u", 17);
        String x = graph.relu(graph.input("x", DataType.FLOAT, 1, 4, 8, 8));
        String top = graph.relu(Networks.conv(graph, Window.square(3), x, "top", 4, 4));
        String deep = graph.relu(Networks.conv(graph, Window.square(3), top, "deep", 4, 4));
        String block = graph.relu(graph.add(Networks.conv(graph, Window.square(3), deep, "c", 4, 4), deep));
        String up = graph.add(Networks.conv(graph, Window.square(1), block, "up", 4, 4), top);
        String last = graph.add(Networks.conv(graph, Window.square(1), up, "last", 4, 4), x);
        Model model = graph.output(last).build();
        assertThat(ResidualBlocks.find(model))
                .singleElement()
                .satisfies(found -> assertThat(found.exit()).isEqualTo(block));
    }

    /// Skipping a block that no output needs would change nothing and be reported as an early exit.
    @Test
    void find_blockThatNoOutputNeeds_isNone() {
        GraphBuilder graph = new GraphBuilder("dead", 17);
        String x = graph.relu(graph.input("x", DataType.FLOAT, 1, 4, 8, 8));
        String inner = Networks.conv(graph, Window.square(3), x, "c", 4, 4);
        String sum = graph.relu(graph.add(inner, x));
        Networks.conv(
                graph,
                Window.square(3),
                graph.add(sum, Networks.conv(graph, Window.square(1), sum, "d", 4, 4)),
                "e",
                4,
                4);
        Model model = graph.output(sum).build();
        assertThat(ResidualBlocks.find(model))
                .singleElement()
                .satisfies(found -> assertThat(found.exit()).isEqualTo(sum));
    }

    @Test
    void find_blockThatOthersLookInto_isNotSkippable() {
        GraphBuilder graph = new GraphBuilder("peek", 17);
        String x = graph.relu(graph.input("x", DataType.FLOAT, 1, 4, 8, 8));
        String inner = Networks.conv(graph, Window.square(3), x, "c", 4, 4);
        String sum = graph.relu(graph.add(inner, x));
        Model model =
                graph.output(graph.node("Mul", Map.of(), List.of(sum, inner))).build();
        assertThat(ResidualBlocks.find(model))
                .singleElement()
                .satisfies(found -> assertThat(found.skippable()).isFalse());
    }

    @Test
    void bypass_everySkippableBlock_leavesAChain() {
        Model model = Networks.residual();
        List<ResidualBlock> skippable = ResidualBlocks.find(model).stream()
                .filter(ResidualBlock::skippable)
                .toList();
        Model without = Splice.bypass(model, skippable);
        assertThat(without.graph().nodes()).hasSize(model.graph().nodes().size() - 15);
        assertThat(without.graph().outputs()).isEqualTo(model.graph().outputs());
        assertThat(without.graph().initializers()).doesNotContainKey("d1.weight");
        assertThat(ResidualBlocks.find(without)).hasSize(1);
        assertThat(Splice.bypass(model, List.of())).isSameAs(model);
    }

    @Test
    void bypass_exitThatIsAnOutput_keepsItsName() {
        GraphBuilder graph = new GraphBuilder("end", 17);
        String x = graph.relu(graph.input("x", DataType.FLOAT, 1, 4, 8, 8));
        String sum = graph.add(Networks.conv(graph, Window.square(3), x, "c", 4, 4), x);
        Model model = graph.output(sum).build();
        Model without = Splice.bypass(model, ResidualBlocks.find(model).getFirst());
        assertThat(without.graph().outputs().getFirst().name()).isEqualTo(sum);
        assertThat(without.graph().nodes().stream().map(Node::operator)).containsExactly("Relu", "Identity");
    }

    @Test
    void bypass_blockThatChangesTheShape_isRefused() {
        Model model = Networks.residual();
        ResidualBlock changing = ResidualBlocks.find(model).get(2);
        assertThatThrownBy(() -> Splice.bypass(model, changing)).hasMessageContaining("changes the shape");
    }

    @Test
    void find_realResNets_findsTheirBlocks() {
        assertBlocks("cifar10-resnet20-dyn.onnx", List.of(true, true, true, false, true, true, false, true, true), 3);
        assertBlocks("cifar10-resnet20-b1.onnx", List.of(true, true, true, false, true, true, false, true, true), 3);
    }

    @Test
    void find_realMobileNetsAndDeepLab_findsTheirBlocks() {
        assertThat(blocks("tf2_mobilenet_v2_1.0_224-dyn-fp32.onnx")).hasSize(10).allMatch(ResidualBlock::skippable);
        assertThat(blocks("mobilenet_v1_0.25_128-dyn-fp32.onnx")).isEmpty();
        assertThat(blocks("deeplabv3_mnv2_dm05_pascal-fp32.onnx")).hasSize(10).allMatch(ResidualBlock::skippable);
    }

    private static List<ResidualBlock> blocks(String file) {
        return ResidualBlocks.find(ModelReader.read(SharedModels.file(file)));
    }

    private static void assertBlocks(String file, List<Boolean> skippable, int stages) {
        List<ResidualBlock> blocks = blocks(file);
        assertThat(blocks.stream().map(ResidualBlock::skippable)).as(file).containsExactlyElementsOf(skippable);
        assertThat(blocks.getLast().stage()).as(file).isEqualTo(stages);
    }

    @Test
    void count_networkWithShapes_countsMultiplications() {
        GraphBuilder graph = new GraphBuilder("macs", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 3, 8, 8);
        String y = Networks.conv(graph, Window.square(3), x, "c", 3, 4);
        String flat = graph.flatten(graph.globalAveragePool(y));
        String out = graph.gemm(flat, graph.weight(Weight.ofFloats("fc", new float[40], 10, 4)));
        Model model = graph.output(out).build();
        Map<String, List<Long>> shapes = Map.of(y, List.of(1L, 4L, 8L, 8L), flat, List.of(1L, 4L));
        assertThat(Macs.count(model, shapes)).isEqualTo(4 * 64 * 27 + 40);
        assertThatThrownBy(() -> Macs.count(model, Map.of()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining(y);
    }
}
