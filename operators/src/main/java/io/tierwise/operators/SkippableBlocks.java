package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.onnx.ResidualBlock;
import io.tierwise.onnx.ResidualBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the residual blocks of a model that can be taken out.
final class SkippableBlocks {

    private SkippableBlocks() {}

    /// In topological order.
    static List<SkippableBlock> find(Model model, Shapes shapes) {
        List<SkippableBlock> blocks = new ArrayList<>();
        for (ResidualBlock block : ResidualBlocks.find(model)) {
            Optional<Shapes.Extent> entry = shapes.of(block.entry());
            if (block.skippable() && entry.isPresent() && entry.equals(shapes.of(block.exit()))) {
                blocks.add(new SkippableBlock(block, entry.get().shape()));
            }
        }
        return List.copyOf(blocks);
    }
}
