package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/// Builds a model node by node; every node is checked as it is added, and each method gives the tensor
/// it makes.
///
/// ```java
/// GraphBuilder graph = new GraphBuilder("tiny", 17);
/// String x = graph.input("x", DataType.FLOAT, 1, 3, 8, 8);
/// String w = graph.weight(Weight.ofFloats("w", new float[4 * 3 * 9], 4, 3, 3, 3));
/// String y = graph.relu(graph.conv(Window.square(3), x, w));
/// Model model = graph.output(y).build();
/// ```
public final class GraphBuilder {

    private static final long IR_VERSION = 8;

    private final String name;
    private final long opset;
    private final List<Node> nodes = new ArrayList<>();
    private final List<ValueInfo> inputs = new ArrayList<>();
    private final List<ValueInfo> outputs = new ArrayList<>();
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final Set<String> tensors = new HashSet<>();
    private String scope = "";

    /// An empty graph in a version of the default operator set, 9 or more.
    public GraphBuilder(String name, long opset) {
        if (opset < 9) {
            throw new IllegalArgumentException("the operator set is 9 or more, found " + opset);
        }
        this.name = name;
        this.opset = opset;
    }

    /// The sliding window of a convolution or pooling.
    ///
    /// @param size side of the square window
    /// @param stride step of the window
    /// @param padding zeros on each side
    /// @param dilation step between the values one window takes
    /// @param group groups of channels that do not see each other
    public record Window(int size, int stride, int padding, int dilation, int group) {
        public Window {
            if (size < 1 || stride < 1 || padding < 0 || dilation < 1 || group < 1) {
                throw new IllegalArgumentException("no window of size " + size + ", stride " + stride + ", padding "
                        + padding + ", dilation " + dilation + ", group " + group);
            }
        }

        /// A window of odd size that keeps height and width.
        public static Window square(int size) {
            return new Window(size, 1, size / 2, 1, 1);
        }

        /// The same with another step.
        public Window withStride(int other) {
            return new Window(size, other, padding, dilation, group);
        }

        /// The same spread out, with as much more padding.
        public Window withDilation(int other) {
            return new Window(size, stride, padding * other, other, group);
        }

        /// The same over groups of channels.
        public Window withGroup(int other) {
            return new Window(size, stride, padding, dilation, other);
        }
    }

    /// Names of tensors made from now on begin with this.
    public GraphBuilder scope(String prefix) {
        scope = prefix;
        return this;
    }

    /// Adds an input; -1 stands for an unknown dimension.
    public String input(String tensor, DataType type, long... shape) {
        inputs.add(ValueInfo.of(made(tensor), type, shape));
        return tensor;
    }

    /// Adds a weight under its own name.
    public String weight(Weight weight) {
        weights.put(made(weight.name()), weight);
        return weight.name();
    }

    /// Declares an output; the runtime infers its type and shape.
    public GraphBuilder output(String tensor) {
        outputs.add(ValueInfo.unknown(known(tensor)));
        return this;
    }

    /// Declares an output of known type; -1 stands for an unknown dimension.
    public GraphBuilder output(String tensor, DataType type, long... shape) {
        outputs.add(ValueInfo.of(known(tensor), type, shape));
        return this;
    }

    /// Convolution of `x` [N, C, H, W] with `weight` [M, C / group, k, k] and, where given, `bias` [M].
    public String conv(Window window, String x, String weight, String... bias) {
        checkKernel(window, weight);
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("dilations", both(window.dilation()));
        attributes.put("group", new Attribute.IntValue(window.group()));
        attributes.putAll(windowed(window));
        return node("Conv", attributes, inputs(x, weight, bias));
    }

    /// Largest value of each window of `x` [N, C, H, W].
    public String maxPool(Window window, String x) {
        return node("MaxPool", windowed(window), List.of(x));
    }

    /// Mean over height and width of `x` [N, C, H, W] -> [N, C, 1, 1].
    public String globalAveragePool(String x) {
        return node("GlobalAveragePool", Map.of(), List.of(x));
    }

    /// `x` [N, ...] -> [N, everything else].
    public String flatten(String x) {
        return node("Flatten", Map.of("axis", new Attribute.IntValue(1)), List.of(x));
    }

    /// `a` [N, K] times `b` [M, K] transposed, plus `c` [M] where given.
    public String gemm(String a, String b, String... c) {
        return node("Gemm", Map.of("transB", new Attribute.IntValue(1)), inputs(a, b, c));
    }

    /// Matrix product of the last two dimensions.
    public String matMul(String a, String b) {
        return node("MatMul", Map.of(), List.of(a, b));
    }

    /// The larger of `x` and 0.
    public String relu(String x) {
        return node("Relu", Map.of(), List.of(x));
    }

    /// Sum of two tensors, broadcast.
    public String add(String a, String b) {
        return node("Add", Map.of(), List.of(a, b));
    }

    /// Tensors joined along an axis.
    public String concat(int axis, List<String> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("nothing to join");
        }
        return node("Concat", Map.of("axis", new Attribute.IntValue(axis)), parts);
    }

    /// Adds any node of the default domain with one output.
    ///
    /// @throws IllegalArgumentException when an input is not in the graph
    public String node(String operator, Map<String, Attribute> attributes, List<String> operands) {
        return nodes(operator, attributes, operands, 1).getFirst();
    }

    /// Adds any node of the default domain with several outputs.
    ///
    /// @throws IllegalArgumentException when an input is not in the graph
    public List<String> nodes(String operator, Map<String, Attribute> attributes, List<String> operands, int count) {
        operands.stream().filter(operand -> !operand.isEmpty()).forEach(this::known);
        String stem = scope + operator.toLowerCase(Locale.ROOT) + "_" + nodes.size();
        List<String> made = count == 1
                ? List.of(made(stem))
                : LongStream.range(0, count).mapToObj(i -> made(stem + "_" + i)).toList();
        nodes.add(new Node(stem, operator, "", operands, made, attributes));
        return made;
    }

    /// The model. What was built stays, so that more can be added for another.
    public Model build() {
        if (outputs.isEmpty()) {
            throw new IllegalStateException("graph '" + name + "' has no output");
        }
        Graph graph = new Graph(name, nodes, inputs, outputs, weights, Map.of());
        return new Model(IR_VERSION, Map.of("", opset), Map.of(), "tierwise", graph);
    }

    private String made(String tensor) {
        if (tensor.isEmpty() || !tensors.add(tensor)) {
            throw new IllegalArgumentException("graph '" + name + "' has a tensor '" + tensor + "' already");
        }
        return tensor;
    }

    private String known(String tensor) {
        if (!tensors.contains(tensor)) {
            throw new IllegalArgumentException("graph '" + name + "' has no tensor '" + tensor + "'");
        }
        return tensor;
    }

    private void checkKernel(Window window, String weight) {
        Weight kernel = weights.get(weight);
        if (kernel == null) {
            return;
        }
        List<Long> shape = kernel.shape();
        long size = window.size();
        if (shape.size() != 4 || shape.get(2) != size || shape.get(3) != size || shape.get(0) % window.group() != 0) {
            throw new IllegalArgumentException("weight '" + weight + "' of shape " + shape + " does not fit " + window);
        }
    }

    private static List<String> inputs(String first, String second, String... more) {
        List<String> all = new ArrayList<>(List.of(first, second));
        all.addAll(Arrays.asList(more));
        if (all.size() > 3) {
            throw new IllegalArgumentException("takes 2 or 3 inputs, found " + all.size() + ": " + all);
        }
        return all;
    }

    private static Attribute.Ints both(long value) {
        return new Attribute.Ints(List.of(value, value));
    }

    private static Map<String, Attribute> windowed(Window window) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        attributes.put("kernel_shape", both(window.size()));
        attributes.put("pads", new Attribute.Ints(Collections.nCopies(4, (long) window.padding())));
        attributes.put("strides", both(window.stride()));
        return attributes;
    }
}
