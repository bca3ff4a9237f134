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
    /// @param allowed how much more than the whole model the rest may lose
    /// @param strict whether to refuse, rather than take the block that loses least, where none can go
    /// @throws OperatorException when it is strict and no block can go
    static BlockChoice within(SkipSearch search, double allowed, boolean strict) {
        SkipSearch.Found found = search.within(allowed);
        List<SkippableBlock> blocks = found.chosen().blocks();
        String others =
                found.onOthers().isPresent() ? ", " + points(found.onOthers().getAsDouble()) + " on others" : "";
        String lost = points(found.chosen().loss()) + " points lost on selection samples" + others + ", "
                + points(allowed) + " allowed";
        boolean kept = found.keeps(allowed);
        if (!kept && strict) {
            throw new OperatorException(
                    "no block can go: already without " + names(blocks) + " there are " + lost + "; allow more");
        }
        return new BlockChoice(
                blocks,
                String.format(
                        Locale.ROOT,
                        "skips %s, %.0f %% of the time: %s (%s; %d choices tried)",
                        counted(blocks),
                        100 * found.chosen().share(),
                        names(blocks),
                        lost,
                        found.tries()),
                kept
                        ? List.of()
                        : List.of("every block loses more than is allowed; the one that loses least is skipped"));
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
