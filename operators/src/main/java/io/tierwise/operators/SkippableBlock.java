package io.tierwise.operators;

import io.tierwise.onnx.ResidualBlock;
import java.util.List;
import java.util.Objects;

/// A residual block that can be taken out: its answer has the shape of its input and nothing outside
/// looks into it.
///
/// @param block where it begins and ends in the graph
/// @param shape extents of its input and of its answer
public record SkippableBlock(ResidualBlock block, List<Long> shape) {

    public SkippableBlock {
        Objects.requireNonNull(block, "block");
        shape = List.copyOf(shape);
    }

    /// The tensor the block starts from.
    public String input() {
        return block.entry();
    }

    /// The tensor the block gives.
    public String output() {
        return block.exit();
    }

    /// Which stage it belongs to, counted from 1.
    public int stage() {
        return block.stage();
    }

    /// What a reader knows the block by: the tensor it gives, as the float model calls it.
    public String name() {
        return output().endsWith(QuantizedGraph.RAW)
                ? output().substring(0, output().length() - QuantizedGraph.RAW.length())
                : output();
    }
}
