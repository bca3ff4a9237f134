package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.onnx.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Turns a test case of the ONNX project into a network that can be quantized.
///
/// Inputs that stand where networks have weights, bounds or shapes become constants. Every activation
/// goes through a product with a nearly diagonal matrix first: what computes without weights is only
/// quantized behind something that has them.
final class BackendQuantization {

    private static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");
    private static final Set<String> OF_ONE = Set.of(
            "BatchNormalization",
            "InstanceNormalization",
            "LayerNormalization",
            "PRelu",
            "Clip",
            "Pad",
            "Resize",
            "Upsample",
            "Slice",
            "TopK",
            "OneHot",
            "Range",
            "Expand");
    private static final int WIDEST = 256;
    private static final double NOISE = 0.1;

    private final BackendCase source;
    private final boolean allActivations;
    private final Random random;
    private final Map<String, Weight> weights;
    private final List<Node> nodes = new ArrayList<>();
    private final List<ValueInfo> inputs = new ArrayList<>();
    private final Map<String, Weight> activations = new LinkedHashMap<>();

    private BackendQuantization(BackendCase source, boolean allActivations, long seed) {
        this.source = source;
        this.allActivations = allActivations;
        this.random = new Random(seed);
        this.weights = new LinkedHashMap<>(source.model().graph().initializers());
    }

    /// A model and samples to calibrate and compare it with; the first is that of the case.
    record Prepared(Model model, List<Map<String, Tensor>> samples) {}

    /// @param allActivations whether second operands without weights in them stay activations
    static Prepared of(BackendCase source, boolean allActivations, long seed) {
        return new BackendQuantization(source, allActivations, seed).prepare();
    }

    private Prepared prepare() {
        Set<String> constant = constants();
        source.inputs().forEach((name, value) -> {
            if (constant.contains(name)) {
                weights.put(name, value);
            } else {
                activation(name, value);
            }
        });
        Graph graph = source.model().graph();
        nodes.addAll(graph.nodes());
        Graph changed = new Graph(graph.name(), nodes, inputs, graph.outputs(), weights, Map.of());
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (double factor : new double[] {1, 0.9, 0.4}) {
            Map<String, Tensor> sample = new HashMap<>();
            activations.forEach((name, value) -> sample.put(name, scaled(value, factor)));
            samples.add(sample);
        }
        return new Prepared(source.model().withGraph(changed), samples);
    }

    private Set<String> constants() {
        Set<String> constant = new LinkedHashSet<>();
        source.inputs().forEach((name, value) -> {
            if (value.type() != DataType.FLOAT) {
                constant.add(name);
            }
        });
        for (Node node : source.model().graph().nodes()) {
            boolean fixed = WEIGHTED.contains(node.operator()) || OF_ONE.contains(node.operator()) || !allActivations;
            if (fixed && !node.inputs().isEmpty()) {
                constant.addAll(node.inputs().subList(1, node.inputs().size()));
            }
        }
        return constant;
    }

    private void activation(String name, Weight value) {
        long[] shape = value.shape().stream().mapToLong(Long::longValue).toArray();
        int width = shape.length == 0 ? 0 : (int) shape[shape.length - 1];
        boolean mixed = width > 0 && width <= WIDEST && source.model().opset() >= 9;
        String given = mixed ? name + ".given" : name;
        inputs.add(ValueInfo.of(given, DataType.FLOAT, shape));
        activations.put(given, value);
        if (mixed) {
            weights.put(name + ".mix", Weight.ofFloats(name + ".mix", nearlyDiagonal(width), width, width));
            nodes.add(Nodes.of("MatMul", name + ".MatMul", List.of(given, name + ".mix"), List.of(name)));
        }
    }

    private float[] nearlyDiagonal(int width) {
        float[] values = new float[width * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((i % (width + 1) == 0 ? 1 : 0) + NOISE * random.nextDouble() / width);
        }
        return values;
    }

    private static Tensor scaled(Weight value, double factor) {
        float[] values = value.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factor;
        }
        return Tensor.ofFloats(
                values, value.shape().stream().mapToLong(Long::longValue).toArray());
    }
}
