package io.tierwise.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which blocks [EarlyExit] skips.
///
/// @param skipped the blocks, in topological order
/// @param change one sentence that says which and why
/// @param notes what a reader should know besides
record BlockChoice(List<SkippableBlock> skipped, String change, List<String> notes) {

    /// How many blocks the study's rule skips where there are enough.
    private static final int WANTED = 2;

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
                candidates.size() < WANTED
                        ? List.of("one block is skipped, not two: the last stage with skippable blocks has only one")
                        : List.of());
    }

    /// The blocks that save most time within a loss.
    ///
    /// @param before the loss of the model with all its blocks
    /// @param allowed the greatest loss
    /// @param strict whether to refuse, rather than take the block that loses least, where none can go
    /// @throws OperatorException when it is strict and no block can go
    static BlockChoice within(SkipSearch search, double before, double allowed, boolean strict) {
        SkipSearch.Found found = search.within(allowed);
        SkipSearch.Tried chosen = found.chosen();
        String points = points(chosen.loss() - before) + " points lost on selection samples, "
                + points(allowed - before) + " allowed";
        boolean broken = chosen.loss() > allowed;
        if (broken && strict) {
            throw new OperatorException("no block can go: already without " + names(chosen.blocks()) + " there are "
                    + points + "; allow more");
        }
        return new BlockChoice(
                chosen.blocks(),
                String.format(
                        Locale.ROOT,
                        "skips %s, %.0f %% of the time: %s (%s; %d choices tried)",
                        counted(chosen.blocks()),
                        100 * chosen.share(),
                        names(chosen.blocks()),
                        points,
                        found.tries()),
                broken
                        ? List.of("every block loses more than is allowed; the one that loses least is skipped")
                        : List.of());
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    private static String counted(List<SkippableBlock> blocks) {
        return blocks.size() == 1 ? "1 block" : blocks.size() + " blocks";
    }

    private static String names(List<SkippableBlock> blocks) {
        return String.join(", ", blocks.stream().map(SkippableBlock::name).toList());
    }
}
