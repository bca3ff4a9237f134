package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Chooses the blocks that [EarlyExit] skips.
///
/// @param skipped the blocks, in topological order
/// @param change one sentence that says which and why
/// @param notes what a reader should know besides
record BlockChoice(List<SkippableBlock> skipped, String change, List<String> notes) {

    /// How many blocks are skipped where there are enough.
    private static final int WANTED = 2;

    /// Every pair is tried while there are at most this many blocks: 28 pairs of 8.
    private static final int ALL_PAIRS = 8;

    /// Beyond, pairs of the blocks that lose least alone are tried: 15 pairs of 6.
    private static final int BEST_ALONE = 6;

    BlockChoice {
        skipped = List.copyOf(skipped);
        notes = List.copyOf(notes);
    }

    /// The study's rule: the last two skippable blocks of the last stage that has any.
    static BlockChoice study(List<SkippableBlock> blocks) {
        int stage = blocks.getLast().stage();
        List<SkippableBlock> candidates = new ArrayList<>();
        for (SkippableBlock block : blocks.reversed()) {
            if (candidates.size() == WANTED || block.stage() != stage) {
                break;
            }
            candidates.addFirst(block);
        }
        return new BlockChoice(
                candidates,
                "skips the last " + counted(candidates) + " of the last stage that has skippable blocks: "
                        + names(candidates),
                fewer(candidates, "the last stage with skippable blocks has only one"));
    }

    private record Tried(List<SkippableBlock> blocks, double loss) {}

    /// The pair that loses least on selection samples.
    static BlockChoice chosen(Model model, List<SkippableBlock> blocks, Loss loss, WeightStore store) {
        List<List<SkippableBlock>> tries = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (blocks.size() < WANTED) {
            tries.add(blocks);
        } else {
            tries.addAll(pairs(narrowed(model, blocks, loss, store, notes)));
        }
        Tried best = tries.stream()
                .map(tried -> new Tried(tried, loss.of(BlockSkip.skip(model, tried, store))))
                .min(Comparator.comparingDouble(Tried::loss))
                .orElseThrow();
        notes.addAll(fewer(best.blocks(), "the model has only one skippable block"));
        return new BlockChoice(
                best.blocks(),
                "skips the %s that lose%s least on selection samples (loss %.4f, best of %d tried): %s"
                        .formatted(
                                counted(best.blocks()),
                                best.blocks().size() == 1 ? "s" : "",
                                best.loss(),
                                tries.size(),
                                names(best.blocks())),
                notes);
    }

    /// With many blocks, those that lose least alone, in topological order.
    private static List<SkippableBlock> narrowed(
            Model model, List<SkippableBlock> blocks, Loss loss, WeightStore store, List<String> notes) {
        if (blocks.size() <= ALL_PAIRS) {
            return blocks;
        }
        notes.add("of " + blocks.size() + " skippable blocks, pairs of the " + BEST_ALONE
                + " that lose least alone were tried");
        List<SkippableBlock> best = blocks.stream()
                .map(block -> new Tried(List.of(block), loss.of(BlockSkip.skip(model, List.of(block), store))))
                .sorted(Comparator.comparingDouble(Tried::loss))
                .limit(BEST_ALONE)
                .map(tried -> tried.blocks().getFirst())
                .toList();
        return blocks.stream().filter(best::contains).toList();
    }

    private static List<List<SkippableBlock>> pairs(List<SkippableBlock> blocks) {
        List<List<SkippableBlock>> pairs = new ArrayList<>();
        for (int first = 0; first < blocks.size(); first++) {
            for (int second = first + 1; second < blocks.size(); second++) {
                pairs.add(List.of(blocks.get(first), blocks.get(second)));
            }
        }
        return pairs;
    }

    private static String counted(List<SkippableBlock> blocks) {
        return blocks.size() == 1 ? "block" : blocks.size() + " blocks";
    }

    private static String names(List<SkippableBlock> blocks) {
        return String.join(", ", blocks.stream().map(SkippableBlock::name).toList());
    }

    private static List<String> fewer(List<SkippableBlock> found, String reason) {
        return found.size() < WANTED ? List.of("one block is skipped, not two: " + reason) : List.of();
    }
}
