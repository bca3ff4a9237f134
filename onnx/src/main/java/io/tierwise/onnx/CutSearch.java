package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Finds every cut of up to so many tensors.
///
/// A cut is a set of nodes that holds whatever its nodes wait for; the tensors that cross follow from
/// it. Each such set is looked at once, by its first node that is behind the cut, and from there by
/// deciding node after node: behind, with all its downstream, or before. A decision is only followed
/// where a cut narrow enough is still to be had: at once where enough tensors are certain to cross or
/// few cross already, by [CutFlow] in between. So nothing is searched in vain, and the time goes with
/// the number of cuts and the nodes between their ends, not with the number of sets.
///
/// Cuts of one tensor are found first, then those of two, and so on: where the most are reached, those
/// that are missing are the widest.
final class CutSearch {

    private final CutGraph graph;
    private final int most;
    private final CutState state;
    private final Downstream downstream;
    private final CutFlow flow;
    private final SizeCrossing sizes;
    private final CutHeads heads;
    private final List<Cut> cuts = new ArrayList<>();
    private final List<DroppedCut> dropped = new ArrayList<>();
    private int width;
    private int prefix;
    private long decisions;
    private boolean capped;

    /// @param most how many cuts are enough
    CutSearch(CutGraph graph, int most) {
        this.graph = graph;
        this.most = most;
        this.state = new CutState(graph);
        this.downstream = new Downstream(graph);
        this.flow = new CutFlow(graph);
        this.sizes = new SizeCrossing(graph);
        this.heads = new CutHeads(graph);
    }

    CutSearch run(int mostTensors) {
        for (width = 1; width <= mostTensors && !capped; width++) {
            for (prefix = 0; prefix < graph.size() && !capped; prefix++) {
                long[] behind = downstream.with(downstream.none(), prefix);
                if (isPossible(behind)) {
                    explore(behind);
                }
                if (width == mostTensors) {
                    noteWide();
                }
                state.take(prefix);
            }
            state.backTo(0);
        }
        cuts.sort(Comparator.<Cut>comparingInt(cut -> cut.head().size())
                .thenComparingInt(cut -> cut.carried().size()));
        return this;
    }

    /// The cuts, those with fewer nodes before them first.
    List<Cut> cuts() {
        return cuts;
    }

    List<DroppedCut> dropped() {
        return dropped;
    }

    boolean isCapped() {
        return capped;
    }

    /// How many decisions were taken, as a measure of the work.
    long decisions() {
        return decisions;
    }

    private void explore(long[] behind) {
        int mark = state.taken();
        while (!capped) {
            int node = state.next(behind);
            if (node < 0) {
                found();
                break;
            }
            decisions++;
            long[] further = downstream.with(behind, node);
            if (isPossible(further)) {
                explore(further);
            }
            state.take(node);
            if (!isPossible(behind) || heads.isNeedless(node, state, behind)) {
                break;
            }
        }
        state.backTo(mark);
    }

    private boolean isPossible(long[] behind) {
        return state.certain(behind, width) <= width
                && (state.width() <= width || !flow.exceeds(width, state.in, state.open, behind));
    }

    /// The prefix in the model's own order is what a reader would look for first.
    private void noteWide() {
        if (prefix == 0 || state.width() <= Cuts.MOST_TENSORS) {
            return;
        }
        String after = graph.nodes.get(prefix - 1).label();
        dropped.add(state.open.stream()
                .filter(tensor -> !graph.canCross(tensor))
                .mapToObj(graph.tensors::get)
                .findFirst()
                .<DroppedCut>map(tensor -> new DroppedCut.CannotCross(after, tensor))
                .orElseGet(() -> new DroppedCut.TooMany(after, state.width())));
    }

    private void found() {
        if (state.in.isEmpty()) {
            return;
        }
        var sides = new SizeCrossing.Sides(graph, state.in, state.open);
        List<int[]> options = sizes.options(sides, Cuts.MOST_TENSORS - state.width());
        if (state.hasEnd()) {
            options = options.stream()
                    .filter(option -> heads.isLeast(state, option))
                    .toList();
        }
        for (int[] option : options) {
            if (state.width() + option.length == width) {
                keepOrDrop(option, options);
            }
        }
    }

    private void keepOrDrop(int[] option, List<int[]> options) {
        for (int[] other : options) {
            boolean noWorse = other.length <= option.length && bytes(other) <= bytes(option);
            if (noWorse && (other.length < option.length || bytes(other) < bytes(option))) {
                if (dropped.size() < most) {
                    dropped.add(new DroppedCut.Dominated(names(option), names(other)));
                }
                return;
            }
        }
        if (cuts.size() == most) {
            capped = true;
            return;
        }
        cuts.add(new Cut(graph.carried(state.open, option), Head.of(prefix, state.since(prefix))));
    }

    private long bytes(int[] option) {
        return Arrays.stream(option).mapToLong(size -> graph.sizeBytes[size]).sum();
    }

    private List<String> names(int[] option) {
        return graph.carried(state.open, option).stream().map(Carried::tensor).toList();
    }
}
