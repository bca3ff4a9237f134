package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
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

    /// Losses are counts over samples, and their difference is no count any more.
    private static final double ROUNDING = 1e-9;

    private final Model model;
    private final List<SkippableBlock> blocks;
    private final ToDoubleFunction<SkippableBlock> share;
    private final Loss loss;
    private final WeightStore store;
    private final double before;
    private OptionalDouble beforeOnOthers = OptionalDouble.empty();
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
        this.before = loss.of(model);
    }

    /// A model without some blocks.
    ///
    /// @param blocks those that went, in topological order
    /// @param loss how much more the rest loses than the whole
    /// @param share of the whole model's time that they took
    record Tried(List<SkippableBlock> blocks, double loss, double share) {
        Tried {
            blocks = List.copyOf(blocks);
        }

        boolean keeps(double most) {
            return loss <= most + ROUNDING;
        }
    }

    /// @param onOthers what the choice loses on samples that it was not searched by
    /// @param tries how many choices were tried
    record Found(Tried chosen, OptionalDouble onOthers, int tries) {
        /// Whether it loses no more than this, wherever that was counted.
        boolean keeps(double most) {
            return chosen.keeps(most) && onOthers.orElse(chosen.loss()) <= most + ROUNDING;
        }
    }

    /// The loss of the model with all its blocks.
    double before() {
        return before;
    }

    /// The choice that saves most and keeps the bound on other samples as well; where none does, the block that
    /// loses least.
    ///
    /// @param most how much more than the whole model the rest may lose
    Found within(double most) {
        beforeOnOthers = loss.onOthers(model);
        List<Tried> alone = blocks.stream().map(block -> tried(List.of(block))).toList();
        List<Tried> kept = alone.stream().filter(one -> one.keeps(most)).toList();
        List<Tried> left = new ArrayList<>(blocks.size() <= FEW ? every(kept, most) : greedy(kept, most));
        while (!left.isEmpty()) {
            Found found = found(best(left));
            if (found.keeps(most)) {
                return found;
            }
            left.remove(found.chosen());
        }
        return found(alone.stream().min(Comparator.comparingDouble(Tried::loss)).orElseThrow());
    }

    private static Tried best(List<Tried> some) {
        double longest = some.stream().mapToDouble(Tried::share).max().orElseThrow();
        return some.stream()
                .filter(one -> one.share() >= (1 - SAME_TIME) * longest)
                .min(Comparator.comparingDouble(Tried::loss))
                .orElseThrow();
    }

    private Found found(Tried one) {
        OptionalDouble onOthers = beforeOnOthers.isPresent()
                ? OptionalDouble.of(loss.onOthers(without(one.blocks())).orElseThrow() - beforeOnOthers.getAsDouble())
                : beforeOnOthers;
        return new Found(one, onOthers, tries);
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
                        if (tried.keeps(most)) {
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
        if (alone.isEmpty()) {
            return alone;
        }
        List<SkippableBlock> left =
                alone.stream().flatMap(one -> one.blocks().stream()).toList();
        List<Tried> all = new ArrayList<>(alone);
        Tried last = alone.stream().min(Comparator.comparingDouble(Tried::loss)).orElseThrow();
        while (true) {
            Tried before = last;
            List<Tried> wider = left.stream()
                    .filter(block -> !before.blocks().contains(block))
                    .map(block -> tried(with(before.blocks(), block)))
                    .filter(one -> one.keeps(most))
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
        double share = some.stream().mapToDouble(this.share).sum();
        return new Tried(some, loss.of(without(some)) - before, share);
    }

    private Model without(List<SkippableBlock> some) {
        return BlockSkip.skip(model, some, store);
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
