package io.tierwise.operators;

import io.tierwise.onnx.Node;

/// The values a Relu or a Clip lets through, both ends included.
record Bounds(float low, float high) {

    /// The bounds of a Relu, or of a Clip whose bounds are constants; infinite where it has none.
    static Bounds of(Node node, Constants constants) {
        if (node.operator().equals("Relu")) {
            return new Bounds(0, Float.POSITIVE_INFINITY);
        }
        return new Bounds(
                Inputs.at(node, 1).map(constants::scalar).orElse(Float.NEGATIVE_INFINITY),
                Inputs.at(node, 2).map(constants::scalar).orElse(Float.POSITIVE_INFINITY));
    }

    boolean holdZero() {
        return low <= 0 && high >= 0;
    }

    /// Whether a grid of these levels over what is let through lets nothing else through.
    boolean endGrid(Levels levels) {
        return holdZero() && levels.endAt(low, high);
    }
}
