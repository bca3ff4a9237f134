package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Content;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.onnx.Weight;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Builds small networks for tests: each method adds a node and gives the name of its answer.
///
/// Weights are drawn from a seeded source, scaled so that activations keep about unit variance.
final class Net {

    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final List<ValueInfo> inputs = new ArrayList<>();
    private final List<ValueInfo> outputs = new ArrayList<>();
    private int counter;

    Net(long seed) {
        random = new Random(seed);
    }

    String input(String name, long... shape) {
        inputs.add(ValueInfo.of(name, DataType.FLOAT, shape));
        return name;
    }

    String node(String operator, List<String> taken, Map<String, Attribute> attributes) {
        String output = operator.toLowerCase(java.util.Locale.ROOT) + "_" + ++counter;
        nodes.add(new Node("node_" + counter, operator, "", taken, List.of(output), attributes));
        return output;
    }

    List<String> nodes(String operator, List<String> taken, int count, Map<String, Attribute> attributes) {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            made.add(fresh(operator.toLowerCase(java.util.Locale.ROOT)));
        }
        nodes.add(new Node("node_" + made.getFirst(), operator, "", taken, made, attributes));
        return made;
    }

    /// A name that nothing else has.
    String fresh(String stem) {
        return stem + "_" + ++counter;
    }

    String node(String operator, String... taken) {
        return node(operator, List.of(taken), Map.of());
    }

    /// A Split along an axis into parts of these sizes; each part by name.
    List<String> split(String from, long axis, long... sizes) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < sizes.length; i++) {
            parts.add("split_" + ++counter);
        }
        List<String> taken = List.of(from, longs(sizes));
        nodes.add(new Node("node_" + counter, "Split", "", taken, parts, Map.of("axis", new Attribute.IntValue(axis))));
        return parts;
    }

    /// A 3x3 (or 1x1) convolution with a bias that keeps height and width, or halves them.
    String conv(String from, int in, int out, int kernel, int stride) {
        float spread = (float) Math.sqrt(1.5 / ((double) in * kernel * kernel));
        String weight = weight(spread, out, in, kernel, kernel);
        String bias = weight(0.1f, out);
        long pad = kernel / 2;
        return node(
                "Conv",
                List.of(from, weight, bias),
                Map.of(
                        "pads", ints(pad, pad, pad, pad),
                        "strides", ints(stride, stride),
                        "kernel_shape", ints(kernel, kernel)));
    }

    String relu(String from) {
        return node("Relu", from);
    }

    String add(String a, String b) {
        return node("Add", a, b);
    }

    /// Two convolutions and a shortcut, with a Relu at the end.
    String block(String from, int channels) {
        String first = relu(conv(from, channels, channels, 3, 1));
        return relu(add(conv(first, channels, channels, 3, 1), from));
    }

    String gemm(String from, int in, int out) {
        String weight = weight((float) Math.sqrt(1.0 / in), out, in);
        return node("Gemm", List.of(from, weight, weight(0.1f, out)), Map.of("transB", new Attribute.IntValue(1)));
    }

    /// GlobalAveragePool, Flatten and Gemm.
    String head(String from, int channels, int classes) {
        String pooled = node("Flatten", node("GlobalAveragePool", from));
        return gemm(pooled, channels, classes);
    }

    String weight(float spread, long... shape) {
        int elements = 1;
        for (long extent : shape) {
            elements *= (int) extent;
        }
        float[] values = new float[elements];
        for (int i = 0; i < elements; i++) {
            values[i] = (float) (random.nextGaussian() * spread);
        }
        return floats(values, shape);
    }

    String floats(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return put(DataType.FLOAT, bytes, shape);
    }

    String longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return put(DataType.INT64, bytes, values.length);
    }

    private String put(DataType type, ByteBuffer bytes, long... shape) {
        String name = "weight_" + ++counter;
        List<Long> extents = java.util.stream.LongStream.of(shape).boxed().toList();
        weights.put(name, new Weight(name, type, extents, new Content.Inline(bytes)));
        return name;
    }

    /// Makes a tensor an output of the network, under its own name.
    void output(String name) {
        outputs.add(ValueInfo.unknown(name));
    }

    Model model() {
        return model(13);
    }

    Model model(long opset) {
        return new Model(
                8, Map.of("", opset), Map.of(), "", new Graph("net", nodes, inputs, outputs, weights, Map.of()));
    }

    /// The same network with every weight in a Constant node.
    Model modelOfConstants() {
        return modelOfConstants(13);
    }

    Model modelOfConstants(long opset) {
        List<Node> all = new ArrayList<>();
        weights.forEach((name, weight) -> all.add(new Node(
                "", "Constant", "", List.of(), List.of(name), Map.of("value", new Attribute.TensorValue(weight)))));
        all.addAll(nodes);
        return new Model(
                8, Map.of("", opset), Map.of(), "", new Graph("net", all, inputs, outputs, Map.of(), Map.of()));
    }

    static Attribute ints(long... values) {
        return new Attribute.Ints(java.util.stream.LongStream.of(values).boxed().toList());
    }

    /// A residual network of two stages: two skippable blocks, a downsampling block, three skippable blocks, a head.
    static Model residual(long seed) {
        return residualNet(seed).model();
    }

    static Net residualNet(long seed) {
        Net net = new Net(seed);
        String x = net.relu(net.conv(net.input("input", 1, 3, 16, 16), 3, 8, 3, 1));
        x = net.block(net.block(x, 8), 8);
        String main = net.conv(net.relu(net.conv(x, 8, 16, 3, 2)), 16, 16, 3, 1);
        x = net.relu(net.add(main, net.conv(x, 8, 16, 1, 2)));
        x = net.block(net.block(net.block(x, 16), 16), 16);
        net.output(net.head(x, 16, 10));
        return net;
    }

    /// Criteria with this loss, links of 1 GB/s, and a pace by which quantized models take half the time,
    /// whatever they lose.
    static Criteria criteria(Loss loss) {
        return new Criteria(
                loss,
                CutCost.uniform(1e9),
                (model, inputs) -> Nodes.count(model, "QuantizeLinear") > 0 ? 1 : 2,
                Tolerance.points(1));
    }

    /// Seeded inputs of about unit variance for the one input of a network.
    static List<Map<String, Tensor>> samples(long seed, int count, long... shape) {
        Random random = new Random(seed);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        int elements = 1;
        for (long extent : shape) {
            elements *= (int) extent;
        }
        for (int sample = 0; sample < count; sample++) {
            float[] values = new float[elements];
            for (int i = 0; i < elements; i++) {
                values[i] = (float) random.nextGaussian();
            }
            samples.add(Map.of("input", Tensor.ofFloats(values, shape)));
        }
        return samples;
    }
}
