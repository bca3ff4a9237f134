package io.tierwise.operators;

import io.tierwise.onnx.Node;
import java.util.Optional;

/// Optional inputs of a node: left out at the end, or written as an empty name.
final class Inputs {

    private Inputs() {}

    static boolean absent(Node node, int position) {
        return position >= node.inputs().size() || node.inputs().get(position).isEmpty();
    }

    static Optional<String> at(Node node, int position) {
        return absent(node, position)
                ? Optional.empty()
                : Optional.of(node.inputs().get(position));
    }
}
