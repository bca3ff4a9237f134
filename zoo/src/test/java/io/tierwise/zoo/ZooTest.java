package io.tierwise.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Content;
import io.tierwise.onnx.Cuts;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ResidualBlock;
import io.tierwise.onnx.ResidualBlocks;
import io.tierwise.onnx.Slicer;
import io.tierwise.onnx.TensorSizes;
import io.tierwise.onnx.Weight;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ZooTest {

    private static final long SEED = 7;

    @TempDir
    Path folder;

    /// The network with weights that are nowhere: enough to look at its structure.
    private static Model structure(Zoo network) {
        WeightSource nowhere = (name, deviation, shape) -> {
            List<Long> dimensions = Arrays.stream(shape).boxed().toList();
            long bytes = 4 * dimensions.stream().reduce(1L, Math::multiplyExact);
            return new Weight(name, DataType.FLOAT, dimensions, new Content.External(Path.of("none"), 0, bytes));
        };
        return network.build(network.name(), nowhere, network.side());
    }

    /// Parameters as published: a folded convolution has one bias a channel where normalization had two numbers.
    private static long unfolded(Model model, String... convolutionsWithOwnBias) {
        long parameters = 0;
        for (Weight weight : model.graph().weights().values()) {
            boolean folded = weight.name().endsWith(".bias")
                    && !weight.name().equals("fc.bias")
                    && !List.of(convolutionsWithOwnBias).contains(weight.name());
            boolean trained = weight.name().endsWith(".weight") || weight.name().endsWith(".bias");
            parameters += trained ? weight.elements() * (folded ? 2 : 1) : 0;
        }
        return parameters;
    }

    /// Counts from the tables of weights in the torchvision documentation ("num_params").
    @Test
    void build_classifiers_haveTheParametersTorchvisionPublishes() {
        assertThat(unfolded(structure(Zoo.RESNET50))).isEqualTo(25_557_032);
        assertThat(unfolded(structure(Zoo.MOBILENET_V2))).isEqualTo(3_504_872);
        assertThat(unfolded(structure(Zoo.WIDE_RESNET101_2))).isEqualTo(126_886_696);
        assertThat(unfolded(structure(Zoo.RESNEXT101_64X4D))).isEqualTo(83_455_272);
    }

    /// torchvision publishes 54,314,346 with the auxiliary head, which has a 3x3 convolution of 1024 to
    /// 256 channels, its normalization, and a 1x1 convolution to 21 classes with bias.
    @Test
    void build_fullyConvolutional_hasTheParametersTorchvisionPublishes() {
        long auxiliary = 1024 * 256 * 9 + 2 * 256 + 256 * 21 + 21;
        assertThat(unfolded(structure(Zoo.FCN_RESNET101), "classifier.4.bias")).isEqualTo(54_314_346 - auxiliary);
    }

    /// ResNet-101 without classifier (44,549,160 - 2,049,000 as torchvision publishes it) and four 3x3
    /// convolutions of 2048 channels to 19 classes in cells of 4x4, with bias.
    @Test
    void build_denseUpsampling_hasTheBackboneAndFourBranches() {
        Model model = structure(Zoo.RESNET101_DUC);
        long branches = 4 * (2048L * 304 * 9 + 304);
        assertThat(unfolded(model, "aspp.6.bias", "aspp.12.bias", "aspp.18.bias", "aspp.24.bias"))
                .isEqualTo(44_549_160 - 2_049_000 + branches);
        assertThat(model.graph().weights().values())
                .filteredOn(weight -> weight.name().equals("duc.shape"))
                .singleElement()
                .satisfies(weight -> assertThat(weight.longs()).containsExactly(1, 19, 160_000));
    }

    @Test
    void build_residualNetworks_haveTheirBlocksAndCuts() {
        assertThat(skippable(Zoo.RESNET50)).isEqualTo(12);
        assertThat(skippable(Zoo.MOBILENET_V2)).isEqualTo(10);
        for (Zoo network : List.of(Zoo.WIDE_RESNET101_2, Zoo.RESNEXT101_64X4D, Zoo.FCN_RESNET101, Zoo.RESNET101_DUC)) {
            assertThat(skippable(network)).as(network.name()).isEqualTo(29);
        }
        assertThat(ResidualBlocks.find(structure(Zoo.RESNET50)).getLast().stage())
                .isEqualTo(4);
        // Stem 3, for each of 16 blocks its sum and its Relu, then the mean and the flat features.
        assertThat(Cuts.of(structure(Zoo.RESNET50), TensorSizes.ALIKE).find(1).cuts())
                .hasSize(37);
    }

    private static long skippable(Zoo network) {
        return ResidualBlocks.find(structure(network)).stream()
                .filter(ResidualBlock::skippable)
                .count();
    }

    @Test
    void write_equalSeeds_giveEqualFiles() throws IOException {
        Path one = Zoo.MOBILENET_V2.write(folder.resolve("one"), SEED, 64);
        Path two = Zoo.MOBILENET_V2.write(folder.resolve("two"), SEED, 64);
        Path data = Path.of("mobilenet_v2.data");
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
        assertThat(Files.mismatch(one.resolveSibling(data), two.resolveSibling(data)))
                .isEqualTo(-1);
        assertThat(Files.size(one)).isLessThan(100_000);
        assertThatThrownBy(() -> Zoo.MOBILENET_V2.write(folder, SEED, 33)).hasMessageContaining("33");
    }

    /// Every tensor is looked at: one that overflows or dies away in the middle would change the speed
    /// of all nodes after it, and need not be seen at the end.
    @ParameterizedTest
    @EnumSource
    void run_onNoise_staysNearUnitVarianceAndMeetsNoOddNumber(Zoo network) {
        int side = 96;
        Model model = ModelReader.read(network.write(folder, SEED, side));
        Set<String> stages = stages(model);
        List<String> tensors = GraphIndex.of(model.graph()).order().stream()
                .map(node -> node.outputs().getFirst())
                .toList();
        assertThat(tensors).containsAll(stages);
        Model probed = Slicer.slice(model, List.of("input"), tensors);
        SessionSettings settings = SessionSettings.fast(1).withExternalFolder(folder);
        try (ModelSession session = ModelSession.open(ModelWriter.toBytes(probed, folder), settings)) {
            session.run(Map.of("input", Tensor.ofFloats(noise(3 * side * side), 1, 3, side, side)))
                    .forEach((name, tensor) -> {
                        String what = network + " " + name + " seed " + SEED;
                        double variance = variance(what, tensor.toFloats());
                        if (stages.contains(name)) {
                            assertThat(variance).as(what).isBetween(0.1, 10.0);
                        }
                    });
        }
    }

    /// The ends of the stages, and the answer before it becomes probabilities.
    private static Set<String> stages(Model model) {
        Map<Integer, String> exits = new HashMap<>();
        ResidualBlocks.find(model).forEach(block -> exits.put(block.stage(), block.exit()));
        Set<String> stages = new HashSet<>(exits.values());
        assertThat(stages).hasSizeGreaterThanOrEqualTo(4);
        GraphIndex index = GraphIndex.of(model.graph());
        Node last = index.producer(model.graph().outputs().getFirst().name()).orElseThrow();
        stages.add((last.is("Softmax") ? last.inputs() : last.outputs()).getFirst());
        return stages;
    }

    private static float[] noise(int length) {
        Random random = new Random(SEED);
        float[] noise = new float[length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    /// The variance of numbers none of which is infinite, undefined or denormal.
    private static double variance(String what, float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            if (!Float.isFinite(value) || (value != 0 && Math.abs(value) < Float.MIN_NORMAL)) {
                fail(what + " has the value " + value);
            }
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return squares / values.length - mean * mean;
    }
}
