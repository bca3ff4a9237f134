package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What must be before a cut, given the tensors that cross.
///
/// Where an output of the model can be made before a cut as well as behind it, it is made behind: of all
/// heads that have the same tensors cross, the least is the one meant.
final class CutHeads {

    private final CutGraph graph;

    CutHeads(CutGraph graph) {
        this.graph = graph;
    }

    /// The least set of nodes with which no other tensors cross than these.
    ///
    /// @param across tensors of values that cross
    /// @param sizesAcross size tensors that cross
    BitSet least(BitSet across, Set<Integer> sizesAcross) {
        BitSet head = makersOf(across, sizesAcross);
        var sides = new SizeCrossing.Sides(graph, head, across);
        boolean grown = true;
        while (grown) {
            grown = false;
            BitSet lacking = sides.lacking(sizesAcross);
            for (int node = head.nextClearBit(0); node < graph.size(); node = head.nextClearBit(node + 1)) {
                if (lacksValues(node, sides)
                        || Arrays.stream(graph.takesSizes[node]).anyMatch(lacking::get)) {
                    add(node, head);
                    grown = true;
                }
            }
        }
        return head;
    }

    /// The nodes needed to make these tensors.
    BitSet makersOf(BitSet across, Set<Integer> sizesAcross) {
        BitSet head = new BitSet();
        across.stream()
                .map(tensor -> graph.makers[tensor])
                .filter(maker -> maker != CutGraph.INPUT)
                .forEach(maker -> add(maker, head));
        for (int size : sizesAcross) {
            for (int tensor : graph.sizeRoots[size]) {
                if (graph.makers[tensor] != CutGraph.INPUT) {
                    add(graph.makers[tensor], head);
                }
            }
        }
        return head;
    }

    private boolean lacksValues(int node, SizeCrossing.Sides sides) {
        for (int tensor : graph.takes[node]) {
            if (sides.isBefore(tensor) && !sides.across().get(tensor)) {
                return true;
            }
        }
        return false;
    }

    private void add(int node, BitSet head) {
        List<Integer> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            int next = open.removeLast();
            if (!head.get(next)) {
                head.set(next);
                for (int maker : graph.before[next]) {
                    open.add(maker);
                }
            }
        }
    }

    /// Whether the nodes of a complete cut are the least with its tensors and these sizes.
    boolean isLeast(CutState state, int[] sizesAcross) {
        Set<Integer> across = Arrays.stream(sizesAcross).boxed().collect(Collectors.toSet());
        return least(state.open, across).equals(state.in);
    }

    /// Whether a node just put before the cut, and perhaps others that only it waits for, could as well
    /// be behind it with the same tensors crossing: it makes an output of the model from tensors that
    /// cross in any case. Cuts like that are not looked for, or each output would double their number.
    boolean isNeedless(int node, CutState state, long[] behind) {
        if (graph.after[node].length > 0) {
            return false;
        }
        Set<Integer> movable = new HashSet<>();
        List<Integer> open = new ArrayList<>(List.of(node));
        while (!open.isEmpty()) {
            int next = open.removeLast();
            if (!movable.add(next)) {
                continue;
            }
            if (graph.takesSizes[next].length > 0) {
                return false;
            }
            for (int tensor : graph.takes[next]) {
                if (!state.crosses(tensor, behind)) {
                    int maker = graph.makers[tensor];
                    if (maker == CutGraph.INPUT || !isOnlyFor(maker, movable)) {
                        return false;
                    }
                    open.add(maker);
                }
            }
        }
        return true;
    }

    private boolean isOnlyFor(int maker, Set<Integer> movable) {
        for (int next : graph.after[maker]) {
            if (!movable.contains(next)) {
                return false;
            }
        }
        return true;
    }
}
