package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyExitTest {

    private static final List<Map<String, Tensor>> IMAGES = Net.samples(5, 4, 1, 3, 16, 16);
    private static final Model MODEL = Net.residual(3);

    @TempDir
    Path folder;

    private Context context(Loss loss) {
        return new Context(Calibration.of(IMAGES), Net.criteria(loss), folder);
    }

    private List<SkippableBlock> blocks(Model model) {
        return SkippableBlocks.find(model, Shapes.learn(model, IMAGES.getFirst()));
    }

    @Test
    void find_residualNetwork_givesTheBlocksThatKeepTheirShape() {
        assertThat(blocks(MODEL)).hasSize(5);
        assertThat(blocks(MODEL)).extracting(SkippableBlock::stage).containsExactly(1, 1, 2, 2, 2);
    }

    @Test
    void skip_noBlock_isTheSameModel() {
        assertThat(BlockSkip.skip(MODEL, List.of(), WeightStore.in(folder))).isEqualTo(MODEL);
    }

    @Test
    void study_residualNetwork_skipsTheLastTwoOfTheLastStage() {
        Product product = Composer.apply(Operators.parseSequence("E(study)"), MODEL, context(model -> 0));
        List<SkippableBlock> blocks = blocks(MODEL);
        assertThat(product.accounts().getFirst().skippedBlocks())
                .containsExactly(blocks.get(3).name(), blocks.get(4).name());
        assertThat(Nodes.count(product.parts().getFirst().model(), "Conv")).isEqualTo(Nodes.count(MODEL, "Conv") - 4);
    }

    @Test
    void study_stageWithOneBlock_skipsOneAndSaysSo() {
        Net net = new Net(21);
        String x = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        net.output(net.head(net.block(x, 8), 8, 4));
        Product product = Composer.apply(Operators.parseSequence("E(study)"), net.model(), context(model -> 0));
        assertThat(product.accounts().getFirst().skippedBlocks()).hasSize(1);
        assertThat(product.accounts().getFirst().notes().getFirst()).contains("one block is skipped, not two");
    }

    /// What each block that is gone loses.
    private Loss losing(Model model, double... losses) {
        List<SkippableBlock> blocks = blocks(model);
        return changed -> IntStream.range(0, losses.length)
                .filter(block -> !GraphIndex.of(changed.graph())
                        .names()
                        .contains(blocks.get(block).output()))
                .mapToDouble(block -> losses[block])
                .sum();
    }

    private List<Integer> skipped(String operators, Model model, Tolerance tolerance, double... losses) {
        Context context = new Context(
                Calibration.of(IMAGES), Net.criteria(losing(model, losses)).withTolerance(tolerance), folder);
        List<String> names = Composer.apply(Operators.parseSequence(operators), model, context)
                .accounts()
                .getFirst()
                .skippedBlocks();
        List<String> all = blocks(model).stream().map(SkippableBlock::name).toList();
        return names.stream().map(all::indexOf).toList();
    }

    @Test
    void skip_blocksThatLoseLittle_goAsFarAsIsAllowed() {
        assertThat(skipped("E(skip,1pp)", MODEL, Tolerance.points(1), 0.5, 0.003, 0.5, 0.003, 0.003))
                .containsExactly(1, 3, 4);
        assertThat(skipped("E(skip,0.7pp)", MODEL, Tolerance.points(1), 0.5, 0.003, 0.5, 0.003, 0.003))
                .hasSize(2)
                .isSubsetOf(1, 3, 4);
        assertThat(skipped("E", MODEL, Tolerance.points(0.005), 0.5, 0.003, 0.5, 0.003, 0.003))
                .hasSize(1);
    }

    @Test
    void skip_choicesOfLikeTime_theOneThatLosesLessGoes() {
        List<SkippableBlock> blocks = blocks(MODEL);
        double[] shares = {0.1, 0.102, 0.05, 0.098, 0.05};
        SkipSearch search = new SkipSearch(
                MODEL,
                blocks,
                block -> shares[blocks.indexOf(block)],
                losing(MODEL, 0.008, 0.006, 0.001, 0.004, 0.005),
                WeightStore.in(folder));
        SkipSearch.Found found = search.within(0.009);
        assertThat(found.onOthers()).isEmpty();
        assertThat(found.chosen().blocks()).containsExactly(blocks.get(2), blocks.get(3));
    }

    /// Blocks 1 and 3 look good together by luck; on other samples they lose too much, and block 4 as well.
    @Test
    void skip_choiceThatOthersDoNotConfirm_takesTheNext() {
        List<SkippableBlock> blocks = blocks(MODEL);
        Loss lucky = losing(MODEL, 0.5, 0.003, 0.5, 0.003, 0.003);
        Loss others = losing(MODEL, 0.5, 0.006, 0.5, 0.006, 0.5);
        Loss both = new Loss() {
            @Override
            public double of(Model model) {
                return lucky.of(model);
            }

            @Override
            public OptionalDouble onOthers(Model model) {
                return OptionalDouble.of(others.of(model));
            }
        };
        SkipSearch search = new SkipSearch(
                MODEL, blocks, block -> 0.1 + 0.05 * blocks.indexOf(block), both, WeightStore.in(folder));
        SkipSearch.Found found = search.within(0.01);
        assertThat(found.chosen().blocks()).containsExactly(blocks.get(3));
        assertThat(found.onOthers()).hasValue(0.006);
    }

    @Test
    void skip_manyBlocks_addsTheOneThatLosesLeast() {
        Net net = new Net(22);
        String x = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        for (int block = 0; block < 8; block++) {
            x = net.block(x, 8);
        }
        net.output(net.head(x, 8, 4));
        double[] losses = {0.5, 0.004, 0.5, 0.5, 0.002, 0.003, 0.5, 0.5};
        assertThat(skipped("E(skip,1pp)", net.model(), Tolerance.points(1), losses))
                .containsExactly(1, 4, 5);
    }

    @Test
    void skip_everyBlockLosesMore_isRefusedOnlyWhereTheOperatorSaysHowMuch() {
        double[] losses = {0.5, 0.4, 0.3, 0.2, 0.6};
        assertThatThrownBy(() -> skipped("E(skip,1pp)", MODEL, Tolerance.points(1), losses))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("no block can go")
                .hasMessageContaining("20.0 points lost on selection samples, 1.0 allowed");
        assertThat(skipped("E", MODEL, Tolerance.points(0.01), losses)).containsExactly(3);
    }

    /// Skipping on bytes and on floats must agree within what quantization costs anyway, at every
    /// optimization: a bias left on the old grid would be far off.
    @Test
    void skip_onQuantizedGraph_agreesWithSkippingBeforeQuantizing() {
        Model quantized = Composer.apply(Operators.parseSequence("Q"), MODEL, context(model -> 0))
                .parts()
                .getFirst()
                .model();
        WeightStore store = WeightStore.in(folder);
        List<SkippableBlock> floatBlocks = blocks(MODEL);
        List<SkippableBlock> byteBlocks = blocks(quantized);
        assertThat(byteBlocks)
                .extracting(SkippableBlock::name)
                .containsExactlyElementsOf(
                        floatBlocks.stream().map(SkippableBlock::name).toList());
        for (int i = 0; i < floatBlocks.size(); i++) {
            Model skippedFloat = BlockSkip.skip(MODEL, List.of(floatBlocks.get(i)), store);
            Model skippedBytes = BlockSkip.skip(quantized, List.of(byteBlocks.get(i)), store);
            for (Optimization optimization : List.of(Optimization.NONE, Optimization.ALL)) {
                Verification verification =
                        Verification.compare(skippedFloat, List.of(Part.whole(skippedBytes)), IMAGES, optimization);
                assertThat(verification.outputs().getFirst().relative())
                        .as("block %d at %s", i, optimization)
                        .isLessThan(0.15);
            }
            assertThat(Leftovers.count(skippedBytes, folder)).as("block %d", i).isEqualTo(new Leftovers(1, 1));
        }
    }

    /// The Relu behind a block whose input can be negative is no part of the block: it must still be
    /// there when the block is gone, although in the quantized graph it is only where the grid ends.
    @ParameterizedTest
    @ValueSource(strings = {"Q(u8s8)", "Q(s8s8)", "Q(u8u8)"})
    void skip_onQuantizedGraphBeforeARelu_keepsTheRelu(String quantize) {
        Net net = new Net(23);
        String x = net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1);
        net.output(net.head(net.conv(net.block(x, 8), 8, 8, 3, 1), 8, 4));
        Model model = net.model();
        Model before = Composer.apply(Operators.parseSequence("E(study)"), model, context(changed -> 0))
                .parts()
                .getFirst()
                .model();
        assertThat(Nodes.count(before, "Relu")).isEqualTo(1);
        List<Part> after = Composer.apply(Operators.parseSequence(quantize + "E(study)"), model, context(changed -> 0))
                .parts();
        for (Optimization optimization : List.of(Optimization.NONE, Optimization.ALL)) {
            Verification verification = Verification.compare(before, after, IMAGES, optimization);
            assertThat(verification.outputs().getFirst().relative())
                    .as("%s", optimization)
                    .isLessThan(0.15);
        }
    }

    @Test
    void apply_networkWithoutResidualBlocks_isRefused() {
        Net net = new Net(22);
        net.output(net.head(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1), 8, 4));
        assertThatThrownBy(() -> Composer.apply(Operators.parseSequence("E"), net.model(), context(model -> 0)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("no residual block");
    }
}
