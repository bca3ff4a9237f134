package io.tierwise.zoo;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.GraphBuilder.Window;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Weight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// The networks that can be made. Their input is called `input` and is an image [1, 3, side, side].
public enum Zoo {
    /// ImageNet classifier, 1000 classes.
    RESNET50(224),
    /// ImageNet classifier for phones, 1000 classes.
    MOBILENET_V2(224),
    /// ResNet-101 with 3x3 convolutions twice as wide, 1000 classes.
    WIDE_RESNET101_2(224),
    /// ResNet-101 with 3x3 convolutions in 64 groups, 1000 classes.
    RESNEXT101_64X4D(224),
    /// Segmentation of 21 classes [1, 21, side, side]: ResNet-101 of which two stages are dilated,
    /// without the auxiliary head that only training needs.
    FCN_RESNET101(520),
    /// Segmentation of 19 classes: ResNet-101 with hybrid dilated convolution and dense upsampling
    /// (Wang et al., 2018), as probabilities [1, 19, 16 (side / 8)^2]: each place of the features says
    /// the classes of a 4x4 cell.
    RESNET101_DUC(800);

    private static final int OPSET = 17;
    private static final int IMAGENET_CLASSES = 1000;
    private static final int OUTPUT_STRIDE = 8;

    private final int side;

    Zoo(int side) {
        this.side = side;
    }

    /// Height and width of the input the network was published with.
    public int side() {
        return side;
    }

    /// Writes the network as `<name>.onnx`, its weights in `<name>.data` beside it, and gives the path
    /// of the former.
    ///
    /// @param seed of the weights; equal seeds give equal files
    public Path write(Path folder, long seed) {
        return write(folder, seed, side);
    }

    /// Writes the network for another size of the input: a multiple of 8, at least 32.
    public Path write(Path folder, long seed, int otherSide) {
        if (otherSide < 32 || otherSide % OUTPUT_STRIDE != 0) {
            throw new IllegalArgumentException(
                    "the side is at least 32 and a multiple of " + OUTPUT_STRIDE + ", found " + otherSide);
        }
        String name = name().toLowerCase(Locale.ROOT);
        Path file = folder.resolve(name + ".onnx");
        try {
            Files.createDirectories(folder);
            Model model;
            try (WeightFile weights = new WeightFile(folder.resolve(name + ".data"), seed)) {
                model = build(name, weights, otherSide);
            }
            return Files.write(file, ModelWriter.toBytes(model, folder));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    Model build(String name, WeightSource weights, int actualSide) {
        GraphBuilder graph = new GraphBuilder(name, OPSET);
        Layers layers = new Layers(graph, weights);
        Signal image = new Signal(graph.input("input", DataType.FLOAT, 1, 3, actualSide, actualSide), 3, 1);
        String output = switch (this) {
            case RESNET50 -> classify(layers, ResNet.of50().features(layers, image));
            case MOBILENET_V2 -> classify(layers, MobileNetV2.features(layers, image));
            case WIDE_RESNET101_2 -> classify(layers, ResNet.of101(1, 128).features(layers, image));
            case RESNEXT101_64X4D -> classify(layers, ResNet.of101(64, 4).features(layers, image));
            case FCN_RESNET101 -> fullyConvolutional(layers, image);
            case RESNET101_DUC -> denseUpsampling(layers, image, actualSide);
        };
        return graph.output(output).build();
    }

    private static String classify(Layers layers, Signal features) {
        return layers.classify(features, IMAGENET_CLASSES);
    }

    private static String fullyConvolutional(Layers layers, Signal image) {
        ResNet network = ResNet.of101(1, 64).dilated(List.of(List.of(1), List.of(1), List.of(1, 2), List.of(2, 4)));
        Signal x = network.features(layers, image);
        x = layers.relu(layers.conv(x, "classifier.0", 512, Window.square(3), Layers.BEFORE_RELU));
        x = layers.conv(x, "classifier.4", 21, Window.square(1), 1);
        return layers.enlarge(x, OUTPUT_STRIDE);
    }

    private static String denseUpsampling(Layers layers, Signal image, int side) {
        List<Integer> repeated = IntStream.range(0, 23)
                .mapToObj(i -> List.of(1, 2, 5, 9).get(i % 4))
                .toList();
        ResNet network = ResNet.of101(1, 64).dilated(List.of(List.of(1), List.of(1), repeated, List.of(5, 9, 17)));
        Signal x = network.features(layers, image);
        int classes = 19;
        int cell = 4;
        Signal sum =
                layers.conv(x, "aspp.6", classes * cell * cell, Window.square(3).withDilation(6), 0.25);
        for (int dilation : List.of(12, 18, 24)) {
            Window window = Window.square(3).withDilation(dilation);
            sum = layers.add(sum, layers.conv(x, "aspp." + dilation, classes * cell * cell, window, 0.25));
        }
        long places = (long) cell * cell * (side / OUTPUT_STRIDE) * (side / OUTPUT_STRIDE);
        GraphBuilder graph = layers.graph();
        String shape = graph.weight(Weight.ofLongs("duc.shape", new long[] {1, classes, places}, 3));
        String cells = graph.node("Reshape", Map.of(), List.of(sum.tensor(), shape));
        return graph.node("Softmax", Map.of("axis", new Attribute.IntValue(1)), List.of(cells));
    }
}
