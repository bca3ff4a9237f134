package io.tierwise.onnx;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/// The nodes that only work out sizes: Shape, and arithmetic on what Shape gives.
///
/// Their tensors hold a few integers, so both sides of a cut may compute them: where a tensor is on the
/// tail's side anyway, the tail asks for its shape again, and nothing more need cross. What makes
/// tensors as large as those integers say (ConstantOfShape, Expand, Range) is no such node.
final class ShapeNodes {

    private static final Set<String> SOURCES = Set.of("Shape", "Size");
    private static final Set<String> ARITHMETIC = Set.of(
            "Abs",
            "Add",
            "And",
            "Cast",
            "Ceil",
            "Clip",
            "Concat",
            "Div",
            "Equal",
            "Floor",
            "Gather",
            "Greater",
            "Identity",
            "Less",
            "Max",
            "Min",
            "Mod",
            "Mul",
            "Neg",
            "Not",
            "Or",
            "Pow",
            "ReduceMax",
            "ReduceMin",
            "ReduceProd",
            "ReduceSum",
            "Reshape",
            "Round",
            "Slice",
            "Split",
            "Sqrt",
            "Squeeze",
            "Sub",
            "Unsqueeze",
            "Where");

    private final Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> tensors = new HashSet<>();

    ShapeNodes(GraphIndex index) {
        for (Node node : index.order()) {
            if (isOne(index, node)) {
                nodes.add(node);
                tensors.addAll(node.outputs());
            }
        }
    }

    private boolean isOne(GraphIndex index, Node node) {
        if (!node.domain().isEmpty() || node.outputs().stream().anyMatch(index::isOutput)) {
            return false;
        }
        if (SOURCES.contains(node.operator())) {
            return node.outputs().stream().anyMatch(index::isLive);
        }
        return ARITHMETIC.contains(node.operator())
                && index.needs(node).stream().anyMatch(index::isLive)
                && index.needs(node).stream().filter(index::isLive).allMatch(tensors::contains);
    }

    boolean has(Node node) {
        return nodes.contains(node);
    }

    /// Whether a tensor comes from such a node.
    boolean make(String tensor) {
        return tensors.contains(tensor);
    }
}
