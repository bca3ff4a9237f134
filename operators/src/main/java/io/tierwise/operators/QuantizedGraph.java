package io.tierwise.operators;

import io.tierwise.onnx.Graph;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the 8-bit graph of a plan: QuantizeLinear and DequantizeLinear around what computes, bytes
/// through what only moves them.
///
/// A tensor `t` exists in up to three forms: `t` in floating point, `t.u8` or `t.s8` as bytes, and, where `t` was
/// made in floating point, `t.dq` as those bytes say. Each is written where it is first needed, so the
/// nodes stay in topological order.
final class QuantizedGraph {

    /// What is added to a tensor's name before it is quantized.
    static final String RAW = ".raw";

    private final QuantizationPlan plan;
    private final Map<String, Grid> gridByRoot;
    private final Constants constants;
    private final GraphDraft draft;
    private final QuantizedWeights weights;
    private final Map<String, String> bytesOf = new HashMap<>();
    private final Map<String, String> dequantizedOf = new HashMap<>();
    private final Map<String, GridNames> gridNames = new HashMap<>();

    private record GridNames(String scale, String zeroPoint) {}

    private QuantizedGraph(QuantizationPlan plan, Map<String, Grid> gridByRoot, GraphDraft draft, ByteFormat format) {
        this.plan = plan;
        this.gridByRoot = gridByRoot;
        this.constants = draft.constants();
        this.draft = draft;
        this.weights = new QuantizedWeights(constants, draft, format);
    }

    /// Writes the 8-bit model into a draft of the float one.
    ///
    /// @param gridByRoot the grid of each tensor that [QuantizationPlan#gridOf(String)] gives
    /// @throws UnfitNodeException when a node's weights cannot become bytes
    static Model write(GraphDraft draft, QuantizationPlan plan, Map<String, Grid> gridByRoot, ByteFormat format) {
        QuantizedGraph writer = new QuantizedGraph(plan, gridByRoot, draft, format);
        Graph graph = draft.origin().graph();
        GraphIndex index = GraphIndex.of(graph);
        for (Node node : index.order()) {
            if (!plan.vanished(node)) {
                writer.write(node, index);
            }
        }
        graph.outputs().forEach(output -> writer.inFloat(output.name()));
        return writer.draft.finish();
    }

    private void write(Node node, GraphIndex index) {
        switch (plan.treatment(node)) {
            case WEIGHTED -> weighted(node);
            case ARITHMETIC -> arithmetic(node);
            case CARRY -> carry(node);
            case CLAMP -> clamp(node);
            case FLOAT -> untouched(node, index);
        }
    }

    private void weighted(Node node) {
        List<String> inputs = new ArrayList<>();
        String activation = node.inputs().getFirst();
        inputs.add(dequantized(activation));
        Grid grid = grid(activation);
        inputs.addAll(weights.write(node, grid.scale()));
        computed(QuantizedWeights.plain(node), inputs);
    }

    private void arithmetic(Node node) {
        List<Integer> activations = Coverage.activationInputs(node);
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.inputs().get(i);
            if (!activations.contains(i)) {
                inputs.add(input);
            } else {
                inputs.add(constants.has(input) ? weights.constant(node, input) : dequantized(input));
            }
        }
        computed(node, inputs);
    }

    /// Writes a node that computes, and its answer as bytes.
    private void computed(Node node, List<String> inputs) {
        String tensor = plan.outputOf(node);
        String raw = draft.fresh(tensor + RAW);
        draft.add(node.rewired(inputs, List.of(raw)));
        quantize(raw, tensor);
    }

    private void carry(Node node) {
        List<String> inputs = new ArrayList<>(node.inputs());
        String from = node.inputs().getFirst();
        inputs.set(0, bytes(from));
        if (node.operator().equals("Pad")) {
            padWithBytes(node, grid(from), inputs);
        }
        draft.add(
                node.rewired(inputs, node.outputs().stream().map(this::newBytes).toList()));
    }

    private void padWithBytes(Node node, Grid grid, List<String> inputs) {
        while (inputs.size() < 3) {
            inputs.add("");
        }
        inputs.set(2, level(node, "pad", grid, 0));
    }

    private void clamp(Node node) {
        String from = node.inputs().getFirst();
        Grid grid = grid(from);
        Bounds bounds = Bounds.of(node, constants);
        List<String> inputs =
                List.of(bytes(from), level(node, "low", grid, bounds.low()), level(node, "high", grid, bounds.high()));
        draft.add(Nodes.of("Clip", node.name(), inputs, List.of(newBytes(QuantizationPlan.key(node)))));
    }

    private String level(Node node, String role, Grid grid, double value) {
        return byteScalar(QuantizationPlan.key(node) + "." + role, grid.levels(), grid.quantize(value));
    }

    private String byteScalar(String name, Levels levels, int value) {
        return draft.bytes(name, levels.type(), new byte[] {(byte) value});
    }

    /// A node that stays gets its inputs in floating point; one that only asks for a shape can ask the bytes.
    private void untouched(Node node, GraphIndex index) {
        boolean shapeOnly = node.operator().equals("Shape") || node.operator().equals("Size");
        List<String> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            if (plan.produced().contains(input)) {
                inputs.add(shapeOnly ? bytes(input) : inFloat(input));
            } else {
                inputs.add(input);
            }
        }
        if (!shapeOnly) {
            index.needs(node).forEach(this::inFloat);
        }
        draft.add(node.rewired(inputs, node.outputs()));
    }

    private String inFloat(String tensor) {
        return plan.produced().contains(tensor) ? dequantized(tensor) : tensor;
    }

    /// The tensor as its bytes say, in floating point: what QuantizeLinear-aware kernels are recognised by.
    private String dequantized(String tensor) {
        Optional<String> known = Optional.ofNullable(dequantizedOf.get(tensor));
        if (known.isPresent()) {
            return known.get();
        }
        String name = plan.produced().contains(tensor) ? tensor : draft.fresh(tensor + ".dq");
        dequantizedOf.put(tensor, name);
        draft.add(Nodes.of(
                "DequantizeLinear", tensor + ".DequantizeLinear", gridded(bytes(tensor), tensor), List.of(name)));
        return name;
    }

    private String bytes(String tensor) {
        Optional<String> known = Optional.ofNullable(bytesOf.get(tensor));
        return known.orElseGet(() -> quantize(tensor, tensor));
    }

    private String quantize(String from, String tensor) {
        String name = newBytes(tensor);
        draft.add(Nodes.of("QuantizeLinear", tensor + ".QuantizeLinear", gridded(from, tensor), List.of(name)));
        return name;
    }

    private String newBytes(String tensor) {
        String name = draft.fresh(tensor + grid(tensor).levels().suffix());
        bytesOf.put(tensor, name);
        return name;
    }

    private List<String> gridded(String first, String tensor) {
        String root = plan.gridOf(tensor);
        GridNames names = gridNames.computeIfAbsent(root, r -> {
            Grid grid = grid(r);
            return new GridNames(
                    draft.scale(r + ".scale", grid.scale()), byteScalar(r + ".zero", grid.levels(), grid.zeroPoint()));
        });
        return List.of(first, names.scale(), names.zeroPoint());
    }

    private Grid grid(String tensor) {
        return Optional.ofNullable(gridByRoot.get(plan.gridOf(tensor)))
                .orElseThrow(() -> new IllegalStateException("no grid for '" + tensor + "'"));
    }
}
