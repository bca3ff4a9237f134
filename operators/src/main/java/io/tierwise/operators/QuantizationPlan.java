package io.tierwise.operators;

import io.tierwise.onnx.Node;
import io.tierwise.operators.Coverage.Treatment;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which nodes become 8-bit, which tensors then exist as bytes, and which of those share a grid.
///
/// Nodes are named by their first output. Tensors are named as in the float model.
///
/// @param treatments of every node that is not [Treatment#FLOAT] and not absorbed
/// @param absorbed the output of a node that a Relu or Clip vanished into, to the output of that Relu
///     or Clip
/// @param vanished the nodes that are gone: they are the values of `absorbed`
/// @param produced tensors that come into being as bytes
/// @param entering tensors made in floating point that 8-bit nodes take
/// @param grids each tensor of `produced` and `entering` to the tensor whose grid it uses
/// @param floatNodes nodes on activations that stay, with reasons
record QuantizationPlan(
        Map<String, Treatment> treatments,
        Map<String, String> absorbed,
        Set<String> vanished,
        Set<String> produced,
        Set<String> entering,
        Map<String, String> grids,
        List<FloatNode> floatNodes) {

    QuantizationPlan {
        treatments = new LinkedHashMap<>(treatments);
        absorbed = new LinkedHashMap<>(absorbed);
        vanished = new LinkedHashSet<>(vanished);
        produced = new LinkedHashSet<>(produced);
        entering = new LinkedHashSet<>(entering);
        grids = new LinkedHashMap<>(grids);
        floatNodes = List.copyOf(floatNodes);
    }

    /// The name a node goes by here.
    static String key(Node node) {
        return node.outputs().getFirst();
    }

    Treatment treatment(Node node) {
        return treatments.getOrDefault(key(node), Treatment.FLOAT);
    }

    boolean vanished(Node node) {
        return vanished.contains(key(node));
    }

    /// The tensor a node's first output is known by once Relu and Clip have vanished into it.
    String outputOf(Node node) {
        return absorbed.getOrDefault(key(node), key(node));
    }

    /// The tensor whose grid this one uses.
    String gridOf(String tensor) {
        String root = tensor;
        while (true) {
            String next = grids.getOrDefault(root, root);
            if (next.equals(root)) {
                return root;
            }
            root = next;
        }
    }
}
