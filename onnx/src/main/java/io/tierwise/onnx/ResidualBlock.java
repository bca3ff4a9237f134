package io.tierwise.onnx;

import java.util.List;

/// A part of a network around which a sum carries its input.
///
/// @param entry the tensor that goes in; of a skippable block, the one that is added at its end
/// @param exit the tensor that comes out: the sum, or the rectified sum where the entry is rectified
///     too
/// @param nodes the nodes that only this block needs, in topological order, the sum among them
/// @param skippable whether the shortcut is the entry itself and nothing outside looks into the block,
///     so that the entry can stand for the exit
/// @param stage counted from 1; a block that changes the shape, or that does not follow on another,
///     starts one
public record ResidualBlock(String entry, String exit, List<Node> nodes, boolean skippable, int stage) {
    public ResidualBlock {
        nodes = List.copyOf(nodes);
        if (stage < 1) {
            throw new IllegalArgumentException("stages are counted from 1, found " + stage);
        }
    }
}
