package io.tierwise.operators;

import io.tierwise.onnx.Node;

/// A node that quantization left in floating point, and why.
///
/// @param name the node's name, or its first output where it has none
/// @param operator its operator type, such as `Softmax`
/// @param reason why it stayed, in words a reader can act on
public record FloatNode(String name, String operator, String reason) {

    static FloatNode of(Node node, String reason) {
        return new FloatNode(node.name().isEmpty() ? QuantizationPlan.key(node) : node.name(), node.operator(), reason);
    }
}
