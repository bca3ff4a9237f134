package io.tierwise.operators;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphIndex;
import io.tierwise.onnx.Node;
import java.util.HashSet;
import java.util.Set;

/// The tensors of 16-bit floating point in a graph that the runtime saved: it writes no types of those in
/// between, so they follow from constants, inputs and casts.
final class HalfTensors {

    private static final Set<String> OTHER_ANSWER = Set.of(
            "ArgMax",
            "ArgMin",
            "Equal",
            "Greater",
            "GreaterOrEqual",
            "IsInf",
            "IsNaN",
            "Less",
            "LessOrEqual",
            "NonZero",
            "Shape",
            "Size");

    private final GraphIndex index;
    private final Set<String> tensors = new HashSet<>();

    HalfTensors(GraphIndex index) {
        this.index = index;
        for (Node node : index.order()) {
            boolean made = node.is("Cast")
                    ? Attributes.integer(node, "to", 0) == DataType.FLOAT16.code()
                    : !OTHER_ANSWER.contains(node.operator()) && areTakenBy(node);
            if (made) {
                tensors.addAll(node.outputs());
            }
        }
    }

    /// Whether a node takes any.
    boolean areTakenBy(Node node) {
        return node.inputs().stream().anyMatch(input -> tensors.contains(input) || isDeclared(input));
    }

    private boolean isDeclared(String tensor) {
        return index.info(tensor)
                .filter(info -> info.type() == DataType.FLOAT16)
                .isPresent();
    }
}
