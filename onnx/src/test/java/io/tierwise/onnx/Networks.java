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

    /// A graph of up to so many nodes with several inputs and outputs, nodes of several outputs, long
    /// skips, and sizes that are worked out and used; names begin with a letter for their kind.
    static Model branching(Random random, int most) {
        GraphBuilder graph = new GraphBuilder("branching", 17);
        List<String> tensors = new ArrayList<>();
        List<String> sizes = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            tensors.add(graph.input("x" + i, DataType.FLOAT, 1, 4));
        }
        String weight = graph.weight(Weight.ofFloats("w", new float[4], 1, 4));
        String zero = graph.weight(Weight.ofLongs("zero", new long[] {0}, 1));
        int near = 2 + random.nextInt(5);
        int nodes = 2 + random.nextInt(most - 1);
        for (int i = 0; i < nodes; i++) {
            String a = tensors.get(Math.max(0, tensors.size() - 1 - random.nextInt(near)));
            String b = tensors.get(random.nextInt(tensors.size()));
            switch (random.nextInt(12)) {
                case 0 -> sizes.add(graph.node("Shape", Map.of(), List.of(a)));
                case 1 -> {
                    if (!sizes.isEmpty()) {
                        sizes.add(
                                graph.node("Gather", Map.of(), List.of(sizes.get(random.nextInt(sizes.size())), zero)));
                    }
                }
                case 2 -> {
                    if (sizes.size() > 1) {
                        sizes.add(graph.concat(
                                0, List.of(sizes.getLast(), sizes.get(random.nextInt(sizes.size() - 1)))));
                    }
                }
                case 3 -> {
                    if (!sizes.isEmpty()) {
                        tensors.add(
                                graph.node("Expand", Map.of(), List.of(a, sizes.get(random.nextInt(sizes.size())))));
                    }
                }
                case 4 ->
                    tensors.addAll(graph.nodes("Split", Map.of("axis", new Attribute.IntValue(1)), List.of(a), 2));
                case 5 -> tensors.add(graph.add(a, weight));
                case 6, 7, 8 -> tensors.add(graph.relu(a));
                default -> tensors.add(graph.add(a, b));
            }
        }
        graph.output(tensors.getLast());
        for (int i = 0; i < 2; i++) {
            String other = tensors.get(random.nextInt(tensors.size()));
            if (random.nextInt(3) == 0 && !other.startsWith("x") && !other.equals(tensors.getLast())) {
                graph.output(other);
                break;
            }
        }
        return graph.build();
    }

    /// Blocks one after the other, each of so many branches of so many nodes that are joined.
    static Model branches(int blocks, int branches, int length) {
        GraphBuilder graph = new GraphBuilder("branches", 17);
        String x = graph.input("x", DataType.FLOAT, 1, 4);
        for (int block = 0; block < blocks; block++) {
            List<String> ends = new ArrayList<>();
            for (int branch = 0; branch < branches; branch++) {
                String y = x;
                for (int node = 0; node < length; node++) {
                    y = graph.relu(y);
                }
                ends.add(y);
            }
            x = graph.concat(1, ends);
        }
        return graph.output(x).build();
    }

    static Weight weight(Model model, String name) {
        return Optional.ofNullable(model.graph().initializers().get(name)).orElseThrow();
    }
}
