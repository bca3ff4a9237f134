package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Cut;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Optimization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random branching networks: cut anywhere they equal the whole, and quantized they run and stay close.
@Execution(ExecutionMode.CONCURRENT)
class RandomNetsTest {

    private static final int FEW = 12;
    private static final int MANY = 400;

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(100, 100 + (Boolean.getBoolean("tierwise.thorough") ? MANY : FEW));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void learn_everyTensor_hasTheShapeOfARun(long seed) {
        Map<String, Tensor> sample = Net.samples(seed, 1, 1, 3, 8, 8).getFirst();
        ShapesTest.assertLearntIsRun(RandomNet.of(seed), sample, "seed " + seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cut_anywhere_equalsTheWhole(long seed) {
        Model model = RandomNet.of(seed);
        List<Map<String, Tensor>> samples = Net.samples(seed, 2, 1, 3, 8, 8);
        Shapes shapes = Shapes.learn(model, samples.getFirst());
        List<Cut> cuts =
                CutPlaces.of(model, shapes).places().stream().map(CutPlace::cut).toList();
        try (WholeAndParts proof = new WholeAndParts(model, shapes, samples)) {
            cuts.forEach(cut -> proof.assertEqual(List.of(cut), "seed " + seed));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cut_twice_equalsTheWhole(long seed) {
        Model model = RandomNet.of(seed);
        List<Map<String, Tensor>> samples = Net.samples(seed, 2, 1, 3, 8, 8);
        Shapes shapes = Shapes.learn(model, samples.getFirst());
        List<Cut> cuts =
                CutPlaces.of(model, shapes).places().stream().map(CutPlace::cut).toList();
        try (WholeAndParts proof = new WholeAndParts(model, shapes, samples)) {
            for (Cut first : cuts) {
                List<Cut> later = cuts.stream().filter(first::isBefore).toList();
                if (!later.isEmpty()) {
                    Cut second = later.get(new Random(seed + first.hashCode()).nextInt(later.size()));
                    proof.assertExact(List.of(first, second), "seed " + seed);
                }
            }
        }
    }

    /// What is cut last is held against the same model uncut, so the proof holds for 8-bit models too.
    @Test
    void compose_everyOrder_partsEqualTheirWhole() {
        int composed = 0;
        int skipped = 0;
        for (long seed : seeds().toArray()) {
            Model model = RandomNet.of(seed);
            List<Map<String, Tensor>> samples = Net.samples(seed, 4, 1, 3, 8, 8);
            Context context = new Context(Calibration.of(samples), Net.criteria(changed -> 0), folder);
            boolean skippable = !SkippableBlocks.find(model, Shapes.learn(model, samples.getFirst()))
                    .isEmpty();
            for (String before : skippable
                    ? List.of("Q(u8s8)", "E(study)", "Q(u8s8)E(study)", "E(study)Q(u8s8)")
                    : List.of("Q(u8s8)")) {
                Model whole = Composer.apply(Operators.parseSequence(before), model, context)
                        .parts()
                        .getFirst()
                        .model();
                Shapes shapes = Shapes.learn(whole, samples.getFirst());
                for (CutPlace place : CutPlaces.of(whole, shapes).places()) {
                    List<Part> parts = CutParts.of(whole, shapes, List.of(place.cut()));
                    assertThat(Verification.compare(whole, parts, samples, Optimization.NONE))
                            .as("seed %d, %s cut at %s", seed, before, place.name())
                            .matches(Verification::exact);
                    composed++;
                }
            }
            skipped += skippable ? 1 : 0;
        }
        assertThat(composed).isGreaterThan(5 * FEW);
        assertThat(skipped).as("networks with blocks to skip").isGreaterThan(FEW / 4);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void skip_noBlock_isTheSameModel(long seed) {
        Model model = RandomNet.of(seed);
        List<Map<String, Tensor>> samples = Net.samples(seed, 2, 1, 3, 8, 8);
        Context context = new Context(Calibration.of(samples), Net.criteria(changed -> 0), folder);
        Model quantized = Composer.apply(List.of(new Quantize(Scheme.U8S8)), model, context)
                .parts()
                .getFirst()
                .model();
        WeightStore store = WeightStore.in(folder);
        assertThat(BlockSkip.skip(model, List.of(), store)).isEqualTo(model);
        assertThat(BlockSkip.skip(quantized, List.of(), store)).isEqualTo(quantized);
        assertThat(Composer.apply(List.of(new Identity()), model, context).parts())
                .containsExactly(Part.whole(model));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void quantize_branchingNetwork_runsAndStaysClose(long seed) {
        ByteProducts.assumeExact();
        Model model = RandomNet.of(seed);
        List<Map<String, Tensor>> samples = Net.samples(seed, 8, 1, 3, 8, 8);
        Context context = new Context(Calibration.of(samples), Net.criteria(changed -> 0), folder);
        Product product = Composer.apply(List.of(new Quantize(Scheme.U8S8)), model, context);
        for (Optimization optimization : List.of(Optimization.NONE, Optimization.BASIC, Optimization.ALL)) {
            Verification verification = Verification.compare(model, product.parts(), samples, optimization);
            assertThat(verification.outputs().getFirst().relative())
                    .as(
                            "seed %d at %s: %s",
                            seed, optimization, product.accounts().getFirst().lines())
                    .isLessThan(0.35);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void skip_anyBlock_runs(long seed) {
        Model model = RandomNet.of(seed);
        List<Map<String, Tensor>> samples = Net.samples(seed, 1, 1, 3, 8, 8);
        WeightStore store = WeightStore.in(folder);
        for (SkippableBlock block : SkippableBlocks.find(model, Shapes.learn(model, samples.getFirst()))) {
            Model skipped = BlockSkip.skip(model, List.of(block), store);
            try (PartChain chain = PartChain.open(List.of(Part.whole(skipped)), Optimization.ALL)) {
                assertThat(chain.run(samples.getFirst()))
                        .as("seed %d, block %s", seed, block.name())
                        .hasSize(1);
            }
        }
    }
}
