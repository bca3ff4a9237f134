package io.tierwise.operators;

import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.operators.WeightRounding.Layout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The weights of a quantized model as its bytes say, whatever their format: what DequantizeLinear makes
/// of the constants it is given.
final class DequantizedWeights {

    private final GraphIndex index;
    private final Constants constants;
    private final Map<String, Node> nodeByName = new HashMap<>();

    private DequantizedWeights(Model model) {
        this.index = GraphIndex.of(model.graph());
        this.constants = Constants.of(model.graph());
        model.graph().nodes().forEach(node -> nodeByName.put(node.name(), node));
    }

    static DequantizedWeights of(Model model) {
        return new DequantizedWeights(model);
    }

    /// The weights that the node of the same name and type multiplies by; empty where it has none or they
    /// are not dequantized.
    ///
    /// @param original a node of the float model
    Optional<float[]> of(Node original) {
        return Optional.ofNullable(nodeByName.get(original.name()))
                .filter(node -> node.operator().equals(original.operator()))
                .flatMap(node -> Inputs.at(node, 1))
                .flatMap(index::producer)
                .filter(node -> node.operator().equals("DequantizeLinear"))
                .filter(node -> node.inputs().stream().allMatch(constants::has))
                .map(this::dequantized);
    }

    private float[] dequantized(Node node) {
        String stored = node.inputs().getFirst();
        float[] values = constants.floats(stored);
        float[] scales = constants.floats(node.inputs().get(1));
        float[] zeros = Inputs.at(node, 2).map(constants::floats).orElseGet(() -> new float[scales.length]);
        long[] shape = constants.shape(stored);
        int axis = (int) Attributes.integer(node, "axis", 1);
        Layout layout = scales.length == 1
                ? new Layout(1, 1, values.length)
                : Layout.of(shape, Math.floorMod(axis, shape.length));
        for (int i = 0; i < values.length; i++) {
            int channel = i / layout.inner() % layout.channels();
            values[i] = (values[i] - zeros[channel]) * scales[channel];
        }
        return values;
    }
}
