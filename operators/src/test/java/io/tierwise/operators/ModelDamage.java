package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Content;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.onnx.Weight;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Makes models wrong in their meaning rather than in their bytes: ranks, extents, names, attributes,
/// types and values that do not fit.
final class ModelDamage {

    private static final long[] NUMBERS = {
        0, -1, 1, 2, 3, 7, 64, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
    };
    private static final float[] VALUES = {
        0, -0f, 1, -1e38f, Float.MAX_VALUE, Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
    };
    private static final List<String> OPERATORS = List.of(
            "Conv",
            "Gemm",
            "MatMul",
            "Add",
            "Mul",
            "Concat",
            "MaxPool",
            "AveragePool",
            "GlobalAveragePool",
            "Pad",
            "Slice",
            "Clip",
            "Relu",
            "Resize",
            "Reshape",
            "Transpose",
            "Squeeze",
            "Gather",
            "ReduceMean",
            "Softmax",
            "BatchNormalization",
            "DepthToSpace",
            "Identity",
            "Upsample",
            "Split",
            "ConvTranspose",
            "Sigmoid",
            "If",
            "DequantizeLinear",
            "Constant",
            "Nonsense");
    private static final int MOST_BYTES = 1 << 16;

    private final Random random;
    private final List<Node> nodes;
    private final Map<String, Weight> weights;
    private List<ValueInfo> inputs;

    private ModelDamage(Graph graph, Random random) {
        this.random = random;
        this.nodes = new ArrayList<>(graph.nodes());
        this.weights = new LinkedHashMap<>(graph.initializers());
        this.inputs = graph.inputs();
    }

    /// The model with one to three wounds.
    static Model of(Model model, Random random) {
        Graph graph = model.graph();
        ModelDamage damage = new ModelDamage(graph, random);
        for (int i = 0; i <= random.nextInt(3); i++) {
            damage.wound();
        }
        Map<String, Long> opsets = random.nextInt(8) == 0 ? Map.of("", random.nextLong(30)) : model.opsets();
        return new Model(
                model.irVersion(),
                opsets,
                model.metadata(),
                model.producer(),
                new Graph(graph.name(), damage.nodes, damage.inputs, graph.outputs(), damage.weights, graph.values()));
    }

    private void wound() {
        int at = random.nextInt(nodes.size());
        Node node = nodes.get(at);
        switch (random.nextInt(10)) {
            case 0 -> nodes.set(at, rewired(node, otherInputs(node), node.outputs()));
            case 1 -> nodes.set(at, rewired(node, node.inputs(), otherOutputs(node)));
            case 2 ->
                nodes.set(
                        at,
                        node.inputs().isEmpty()
                                ? node
                                : rewired(
                                        node,
                                        node.inputs().subList(1, node.inputs().size()),
                                        node.outputs()));
            case 3 -> nodes.set(at, Nodes.renamed(node, OPERATORS.get(random.nextInt(OPERATORS.size()))));
            case 4, 5 -> nodes.set(at, node.with(attributeName(node), attribute()));
            case 6, 7 -> weight();
            case 8 -> input();
            default -> nodes.remove(nodes.size() > 1 ? at : 0);
        }
        if (nodes.isEmpty()) {
            nodes.add(node);
        }
    }

    private static Node rewired(Node node, List<String> taken, List<String> made) {
        return node.rewired(taken, made);
    }

    private String anyTensor() {
        List<String> names = new ArrayList<>(List.of("", "dangling"));
        nodes.forEach(node -> names.addAll(node.outputs()));
        names.addAll(weights.keySet());
        inputs.forEach(input -> names.add(input.name()));
        return names.get(random.nextInt(names.size()));
    }

    private List<String> otherInputs(Node node) {
        List<String> changed = new ArrayList<>(node.inputs());
        if (changed.isEmpty() || random.nextInt(4) == 0) {
            changed.add(anyTensor());
        } else {
            changed.set(random.nextInt(changed.size()), anyTensor());
        }
        return changed;
    }

    private List<String> otherOutputs(Node node) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of("");
            case 1 ->
                List.of("", node.outputs().isEmpty() ? "made" : node.outputs().getFirst());
            case 2 -> List.of();
            default -> List.of(anyTensor());
        };
    }

    private String attributeName(Node node) {
        List<String> names = new ArrayList<>(
                List.of("axis", "axes", "pads", "group", "kernel_shape", "strides", "dilations", "keepdims", "alpha"));
        names.addAll(node.attributes().keySet());
        return names.get(random.nextInt(names.size()));
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private Attribute attribute() {
        return switch (random.nextInt(5)) {
            case 0 -> new Attribute.IntValue(number());
            case 1 -> new Attribute.FloatValue(VALUES[random.nextInt(VALUES.length)]);
            case 2 -> new Attribute.Text("nonsense");
            default -> {
                List<Long> list = new ArrayList<>();
                for (int i = 0; i < random.nextInt(6); i++) {
                    list.add(number());
                }
                yield new Attribute.Ints(list);
            }
        };
    }

    private void weight() {
        if (weights.isEmpty()) {
            return;
        }
        String name = List.copyOf(weights.keySet()).get(random.nextInt(weights.size()));
        Weight weight = weights.getOrDefault(name, Weight.ofLongs(name, new long[0], 0));
        weights.put(
                name,
                switch (random.nextInt(4)) {
                    case 0 -> shaped(weight);
                    case 1 -> typed(weight);
                    default -> valued(weight);
                });
    }

    private Weight shaped(Weight weight) {
        long[] shape = switch (random.nextInt(4)) {
            case 0 -> new long[] {weight.elements()};
            case 1 -> new long[] {0};
            case 2 -> new long[] {weight.elements(), 1, 1, 1, 1, 1};
            default -> new long[] {1, 0, 3, 3};
        };
        boolean empty = shape[0] == 0 || shape.length == 4;
        return Weight.ofBytes(weight.name(), weight.type(), empty ? new byte[0] : bytes(weight), shape);
    }

    private static byte[] bytes(Weight weight) {
        ByteBuffer buffer = weight.bytes();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private Weight typed(Weight weight) {
        List<DataType> types = List.of(
                DataType.INT8, DataType.DOUBLE, DataType.INT64, DataType.FLOAT16, DataType.BOOL, DataType.FLOAT);
        DataType type = types.get(random.nextInt(types.size()));
        long bytes = type.bytes(weight.elements());
        return bytes > MOST_BYTES
                ? weight
                : new Weight(
                        weight.name(),
                        type,
                        weight.shape(),
                        new Content.Inline(ByteBuffer.wrap(new byte[(int) bytes])));
    }

    private Weight valued(Weight weight) {
        long[] shape = weight.shape().stream().mapToLong(Long::longValue).toArray();
        int count = (int) weight.elements();
        if (weight.type() == DataType.INT64) {
            long[] values = weight.longs();
            for (int i = 0; i < count; i += 1 + random.nextInt(3)) {
                values[i] = number();
            }
            return Weight.ofLongs(weight.name(), values, shape);
        }
        if (weight.type() != DataType.FLOAT) {
            return weight;
        }
        float[] values = weight.floats();
        boolean all = random.nextBoolean();
        float value = VALUES[random.nextInt(VALUES.length)];
        for (int i = 0; i < count; i += all ? 1 : 1 + random.nextInt(count)) {
            values[i] = value;
        }
        return Weight.ofFloats(weight.name(), values, shape);
    }

    private void input() {
        List<ValueInfo> changed = new ArrayList<>();
        for (ValueInfo input : inputs) {
            changed.add(
                    switch (random.nextInt(4)) {
                        case 0 -> ValueInfo.of(input.name(), DataType.FLOAT, -1, -1, -1, -1);
                        case 1 -> ValueInfo.unknown(input.name());
                        case 2 -> ValueInfo.of(input.name(), DataType.FLOAT, 1, 0, 8, 8);
                        default -> ValueInfo.of(input.name(), DataType.INT64, 1, 3, 8, 8);
                    });
        }
        inputs = changed;
    }
}
