package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// Searches the blocks that save most time while what they lose stays within a bound.
///
/// Of few blocks every choice is tried all of whose parts stayed within the bound. Of many the block that
/// loses least is added as long as the bound is kept.
final class SkipSearch {
    /// At most 63 choices of 6 blocks.
    private static final int FEW = 6;

    /// Times of blocks differ by this much from one measurement to the next; within it the loss decides.
    private static final double SAME_TIME = 0.05;

    private final Model model;
    private final List<SkippableBlock> blocks;
    private final ToDoubleFunction<SkippableBlock> share;
    private final Loss loss;
    private final WeightStore store;
    private int tries;

    /// @param blocks at least one, in topological order
    /// @param share of the whole model's time that a block takes
    SkipSearch(
            Model model,
            List<SkippableBlock> blocks,
            ToDoubleFunction<SkippableBlock> share,
            Loss loss,
            WeightStore store) {
        this.model = model;
        this.blocks = List.copyOf(blocks);
        this.share = share;
        this.loss = loss;
        this.store = store;
    }

    /// A model without some blocks.
    ///
    /// @param blocks those that went, in topological order
    /// @param loss what the rest loses
    /// @param share of the whole model's time that they took
    record Tried(List<SkippableBlock> blocks, double loss, double share) {
        Tried {
            blocks = List.copyOf(blocks);
        }
    }

    /// @param tries how many choices were tried
    record Found(Tried chosen, int tries) {}

    /// The choice that saves most; where every block loses more, the block that loses least.
    ///
    /// @param most the greatest loss
    Found within(double most) {
        List<Tried> alone = blocks.stream().map(block -> tried(List.of(block))).toList();
        List<Tried> kept = alone.stream().filter(one -> one.loss() <= most).toList();
        if (kept.isEmpty()) {
            Tried least =
                    alone.stream().min(Comparator.comparingDouble(Tried::loss)).orElseThrow();
            return new Found(least, tries);
        }
        List<Tried> all = blocks.size() <= FEW ? every(kept, most) : greedy(kept, most);
        double longest = all.stream().mapToDouble(Tried::share).max().orElseThrow();
        Tried best = all.stream()
                .filter(one -> one.share() >= (1 - SAME_TIME) * longest)
                .min(Comparator.comparingDouble(Tried::loss))
                .orElseThrow();
        return new Found(best, tries);
    }

    private List<Tried> every(List<Tried> alone, double most) {
        List<Tried> all = new ArrayList<>(alone);
        List<Tried> last = alone;
        while (!last.isEmpty()) {
            Set<List<SkippableBlock>> known = new HashSet<>();
            last.forEach(one -> known.add(one.blocks()));
            List<Tried> next = new ArrayList<>();
            for (Tried one : last) {
                for (SkippableBlock more : after(one.blocks().getLast())) {
                    List<SkippableBlock> wider = with(one.blocks(), more);
                    if (known.containsAll(withoutOne(wider))) {
                        Tried tried = tried(wider);
                        if (tried.loss() <= most) {
                            next.add(tried);
                        }
                    }
                }
            }
            all.addAll(next);
            last = next;
        }
        return all;
    }

    private List<Tried> greedy(List<Tried> alone, double most) {
        List<SkippableBlock> left =
                alone.stream().flatMap(one -> one.blocks().stream()).toList();
        List<Tried> all = new ArrayList<>(alone);
        Tried last = alone.stream().min(Comparator.comparingDouble(Tried::loss)).orElseThrow();
        while (true) {
            Tried before = last;
            List<Tried> wider = left.stream()
                    .filter(block -> !before.blocks().contains(block))
                    .map(block -> tried(with(before.blocks(), block)))
                    .filter(one -> one.loss() <= most)
                    .sorted(Comparator.comparingDouble(Tried::loss))
                    .toList();
            if (wider.isEmpty()) {
                return all;
            }
            all.addAll(wider);
            last = wider.getFirst();
            left = wider.stream()
                    .flatMap(one -> one.blocks().stream())
                    .distinct()
                    .toList();
        }
    }

    private Tried tried(List<SkippableBlock> some) {
        tries++;
        return new Tried(
                some,
                loss.of(BlockSkip.skip(model, some, store)),
                some.stream().mapToDouble(share).sum());
    }

    private List<SkippableBlock> after(SkippableBlock block) {
        return blocks.subList(blocks.indexOf(block) + 1, blocks.size());
    }

    private List<SkippableBlock> with(List<SkippableBlock> some, SkippableBlock more) {
        return blocks.stream()
                .filter(block -> block.equals(more) || some.contains(block))
                .toList();
    }

    private static List<List<SkippableBlock>> withoutOne(List<SkippableBlock> some) {
        List<List<SkippableBlock>> parts = new ArrayList<>();
        for (SkippableBlock gone : some) {
            parts.add(some.stream().filter(block -> !block.equals(gone)).toList());
        }
        return parts;
    }
}
