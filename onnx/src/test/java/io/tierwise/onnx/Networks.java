package io.tierwise.onnx;

import io.tierwise.onnx.GraphBuilder.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Small networks for tests.
final class Networks {

    private Networks() {}

    /// Two stages of two residual blocks each, of 4 and 8 channels; the third block changes the shape.
    static Model residual() {
        GraphBuilder graph = new GraphBuilder("residual", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 3, 8, 8);
        x = graph.relu(conv(graph, Window.square(3), x, "stem", 3, 4));
        x = block(graph, x, "a", 4, 4, 1);
        x = block(graph, x, "b", 4, 4, 1);
        x = block(graph, x, "c", 4, 8, 2);
        x = block(graph, x, "d", 8, 8, 1);
        x = graph.flatten(graph.globalAveragePool(x));
        String w = graph.weight(Weight.ofFloats("fc.weight", new float[80], 10, 8));
        return graph.output(graph.gemm(x, w)).build();
    }

    private static String block(GraphBuilder graph, String x, String name, int in, int out, int stride) {
        String y = graph.relu(conv(graph, Window.square(3).withStride(stride), x, name + "1", in, out));
        y = conv(graph, Window.square(3), y, name + "2", out, out);
        String shortcut = stride == 1 && in == out
                ? x
                : conv(graph, Window.square(1).withStride(stride), x, name + ".down", in, out);
        return graph.relu(graph.add(y, shortcut));
    }

    static String conv(GraphBuilder graph, Window window, String x, String name, int in, int out) {
        int size = window.size();
        String weight =
                graph.weight(Weight.ofFloats(name + ".weight", new float[out * in * size * size], out, in, size, size));
        return graph.conv(window, x, weight);
    }

    /// A graph without cycles of elementwise nodes: one or two inputs, one or two outputs, weights and
    /// constant nodes.
    static Model random(Random random) {
        GraphBuilder graph = new GraphBuilder("random", 17);
        List<String> tensors = new ArrayList<>();
        int inputs = random.nextInt(5) == 0 ? 2 : 1;
        for (int i = 0; i < inputs; i++) {
            tensors.add(graph.input("x" + i, DataType.FLOAT, 1, 4));
        }
        List<String> constants = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            constants.add(graph.weight(Weight.ofFloats("w" + i, new float[4], 1, 4)));
        }
        int nodes = 2 + random.nextInt(9);
        for (int i = 0; i < nodes; i++) {
            int window = Math.max(0, tensors.size() - 3);
            String a = tensors.get(window + random.nextInt(tensors.size() - window));
            String b = random.nextBoolean()
                    ? tensors.get(random.nextInt(tensors.size()))
                    : constants.get(random.nextInt(constants.size()));
            switch (random.nextInt(6)) {
                case 0 -> constants.add(graph.relu(constants.getLast()));
                case 1, 2 -> tensors.add(graph.relu(a));
                case 3 ->
                    tensors.addAll(graph.nodes("Split", Map.of("axis", new Attribute.IntValue(1)), List.of(a), 2));
                default -> tensors.add(graph.add(a, b));
            }
        }
        graph.output(tensors.getLast());
        if (random.nextInt(4) == 0) {
            graph.output(tensors.get(random.nextInt(tensors.size())));
        }
        return graph.build();
    }

    static Weight weight(Model model, String name) {
        return Optional.ofNullable(model.graph().initializers().get(name)).orElseThrow();
    }
}
