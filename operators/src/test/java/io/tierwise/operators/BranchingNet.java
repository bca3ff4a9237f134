package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Seeded networks with everything that makes cuts hard: several inputs and outputs, long skips, nodes
/// of several outputs, sizes that are worked out early and used late, branches under a condition.
///
/// Tensors are 1 x 8 x 4 x 4, so that any two can be added.
final class BranchingNet {

    private static final int CHANNELS = 8;
    private static final int SIDE = 4;

    private final Random random;
    private final Net net;
    private final List<String> tensors = new ArrayList<>();
    private final List<String> sizes = new ArrayList<>();

    private BranchingNet(long seed) {
        random = new Random(seed);
        net = new Net(seed + 1);
    }

    static Model of(long seed) {
        return new BranchingNet(seed).build();
    }

    static List<Map<String, Tensor>> samples(Model model, long seed) {
        Random random = new Random(seed);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Map<String, Tensor> sample = new HashMap<>();
            for (String input : Weights.inputs(model)) {
                float[] values = new float[CHANNELS * SIDE * SIDE];
                for (int at = 0; at < values.length; at++) {
                    values[at] = (float) random.nextGaussian();
                }
                sample.put(input, Tensor.ofFloats(values, 1, CHANNELS, SIDE, SIDE));
            }
            samples.add(sample);
        }
        return samples;
    }

    private Model build() {
        int inputs = 1 + random.nextInt(3);
        for (int i = 0; i < inputs; i++) {
            tensors.add(net.input("input" + i, 1, CHANNELS, SIDE, SIDE));
        }
        int nodes = 8 + random.nextInt(14);
        for (int i = 0; i < nodes; i++) {
            step(near(), tensors.get(random.nextInt(tensors.size())));
        }
        String end = tensors.getLast();
        for (int i = 0; i < inputs; i++) {
            end = net.add(net.relu(end), tensors.get(i));
        }
        Set<String> outputs = new LinkedHashSet<>(List.of(end));
        for (int i = random.nextInt(3); i > 0; i--) {
            outputs.add(near());
        }
        outputs.removeAll(new HashSet<>(tensors.subList(0, inputs)));
        outputs.forEach(net::output);
        return net.model();
    }

    private String near() {
        return tensors.get(Math.max(0, tensors.size() - 1 - random.nextInt(3)));
    }

    private void step(String a, String b) {
        switch (random.nextInt(12)) {
            case 0, 1 -> tensors.add(net.relu(net.conv(a, CHANNELS, CHANNELS, 3, 1)));
            case 2 -> tensors.add(net.node("Tanh", a));
            case 3, 4 -> tensors.add(net.add(a, b));
            case 5 -> split(a);
            case 6 -> sizes.add(net.node("Shape", a));
            case 7 -> sizes.add(pieced(net.node("Shape", a), net.node("Shape", b)));
            case 8, 9 -> {
                if (!sizes.isEmpty()) {
                    String size = sizes.get(random.nextInt(sizes.size()));
                    tensors.add(random.nextBoolean() ? net.node("Reshape", a, size) : resized(a, size));
                }
            }
            case 10 -> tensors.add(chosen(a, b));
            case 11 -> tensors.add(net.conv(a, CHANNELS, CHANNELS, 1, 1));
            default -> throw new IllegalStateException();
        }
    }

    private void split(String a) {
        List<String> halves = net.nodes("Split", List.of(a), 2, Map.of("axis", new Attribute.IntValue(1)));
        tensors.add(net.node(
                "Concat", List.of(net.relu(halves.get(1)), halves.get(0)), Map.of("axis", new Attribute.IntValue(1))));
    }

    /// The first half of one size, the second of another.
    private String pieced(String one, String other) {
        String first = net.node("Gather", one, net.longs(0, 1));
        String second = net.node("Gather", other, net.longs(2, 3));
        return net.node("Concat", List.of(first, second), Map.of("axis", new Attribute.IntValue(0)));
    }

    private String resized(String a, String size) {
        return net.node("Resize", List.of(a, "", "", size), Map.of("mode", new Attribute.Text("nearest")));
    }

    /// The graphs of an If take both tensors from around them.
    private String chosen(String a, String b) {
        String positive = net.node(
                "Greater",
                net.node("ReduceMax", List.of(a), Map.of("keepdims", new Attribute.IntValue(0))),
                net.floats(new float[] {1}, new long[0]));
        return net.node(
                "If", List.of(positive), Map.of("then_branch", branch("Relu", a), "else_branch", branch("Neg", b)));
    }

    private Attribute branch(String operator, String taken) {
        String output = net.fresh("inner");
        return new Attribute.GraphValue(new Graph(
                output,
                List.of(new Node(output, operator, "", List.of(taken), List.of(output), Map.of())),
                List.of(),
                List.of(ValueInfo.of(output, DataType.FLOAT, 1, CHANNELS, SIDE, SIDE)),
                Map.of(),
                Map.of()));
    }
}
