package io.tierwise.cli;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.GraphBuilder.Window;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Weight;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Models of a few kilobytes, each with something that a command must cope with.
final class TinyModels {
    static final int SIDE = 8;
    static final int CLASSES = 3;
    private static final int OPSET = 17;
    private static final int CHANNELS = 4;

    private TinyModels() {}

    /// Tells [#CLASSES] classes of gray pictures [1, 1, 8, 8] apart; has two residual blocks.
    static Path classifier(Path file) {
        return classifier(file, List.of("first", "second"), 1, 1, SIDE, SIDE);
    }

    /// The same, whose input says nothing of batch and size.
    static Path openClassifier(Path file) {
        return classifier(file, List.of("first", "second"), -1, 1, -1, -1);
    }

    /// The same without residual blocks.
    static Path plainClassifier(Path file) {
        return classifier(file, List.of(), 1, 1, SIDE, SIDE);
    }

    private static Path classifier(Path file, List<String> blocks, long... shape) {
        var graph = new GraphBuilder("tiny", OPSET);
        String x = graph.relu(conv(graph, graph.input("picture", DataType.FLOAT, shape), "stem", 1));
        for (String block : blocks) {
            x = graph.relu(graph.add(x, conv(graph, x, block, CHANNELS)));
        }
        String flat = graph.flatten(graph.globalAveragePool(x));
        String head = graph.weight(Weight.ofFloats("head", values(CLASSES * CHANNELS), CLASSES, CHANNELS));
        return write(graph.output(graph.gemm(flat, head)), file);
    }

    /// Gives each pixel of a gray picture one of [#CLASSES] classes.
    static Path segmenter(Path file) {
        var graph = new GraphBuilder("tiny", OPSET);
        String x = graph.relu(conv(graph, graph.input("picture", DataType.FLOAT, 1, 1, SIDE, SIDE), "stem", 1));
        String head = graph.weight(Weight.ofFloats("head", values(CLASSES * CHANNELS), CLASSES, CHANNELS, 1, 1));
        return write(graph.output(graph.conv(Window.square(1), x, head)), file);
    }

    /// Tells [#CLASSES] classes apart, with 8 MiB of weights.
    static Path heavy(Path file) {
        var graph = new GraphBuilder("heavy", OPSET);
        String x = graph.flatten(graph.input("picture", DataType.FLOAT, 1, 1, SIDE, SIDE));
        int pixels = SIDE * SIDE;
        int wide = (8 << 20) / Float.BYTES / pixels;
        String hidden = graph.weight(Weight.ofFloats("hidden", values(wide * pixels), wide, pixels));
        String head = graph.weight(Weight.ofFloats("head", values(CLASSES * wide), CLASSES, wide));
        return write(graph.output(graph.gemm(graph.relu(graph.gemm(x, hidden)), head)), file);
    }

    /// Takes two inputs.
    static Path twoInputs(Path file) {
        var graph = new GraphBuilder("tiny", OPSET);
        String left = graph.input("left", DataType.FLOAT, 1, CLASSES);
        String right = graph.input("right", DataType.FLOAT, 1, CLASSES);
        return write(graph.output(graph.relu(graph.add(left, right))), file);
    }

    /// Has a node that no runtime knows.
    static Path unknownOperator(Path file) {
        var graph = new GraphBuilder("tiny", OPSET);
        String x = graph.input("picture", DataType.FLOAT, 1, 1, SIDE, SIDE);
        return write(graph.output(graph.node("Wobble", Map.of(), List.of(graph.relu(x)))), file);
    }

    private static String conv(GraphBuilder graph, String x, String name, int channels) {
        float[] weights = values(CHANNELS * channels * 9);
        return graph.conv(Window.square(3), x, graph.weight(Weight.ofFloats(name, weights, CHANNELS, channels, 3, 3)));
    }

    /// Neither all alike nor random: what a test fails with today it fails with tomorrow.
    private static float[] values(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (i * 7 % 11 - 5) / 10f;
        }
        return values;
    }

    private static Path write(GraphBuilder graph, Path file) {
        ModelWriter.writeStandalone(graph.build(), file);
        return file;
    }
}
