package io.tierwise.onnx;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Judges tensors that someone names as a cut, without looking for others.
final class CutCheck {

    private final GraphIndex index;
    private final CutGraph graph;
    private final CutHeads heads;

    CutCheck(GraphIndex index, CutGraph graph) {
        this.index = index;
        this.graph = graph;
        this.heads = new CutHeads(graph);
    }

    CutVerdict judge(List<String> names) {
        Set<String> distinct = new LinkedHashSet<>(names);
        if (distinct.size() > Cuts.MOST_TENSORS) {
            return new CutVerdict.TooMany(distinct.size());
        }
        BitSet across = new BitSet();
        Set<Integer> sizesAcross = new HashSet<>();
        for (String name : distinct) {
            int tensor = graph.tensor(name);
            int size = graph.sizeTensor(name);
            if (tensor < 0 && size < 0) {
                return index.has(name) ? new CutVerdict.Idle(name) : new CutVerdict.Unknown(name);
            }
            if ((tensor >= 0 ? graph.bytes[tensor] : graph.sizeBytes[size]) < 0) {
                return new CutVerdict.CannotCross(name);
            }
            if (tensor >= 0) {
                across.set(tensor);
            } else {
                sizesAcross.add(size);
            }
        }
        return judge(across, sizesAcross);
    }

    private CutVerdict judge(BitSet across, Set<Integer> sizesAcross) {
        BitSet head = heads.least(across, sizesAcross);
        if (head.cardinality() == graph.size()) {
            return passed(across, sizesAcross);
        }
        if (head.isEmpty()) {
            return new CutVerdict.NothingBefore();
        }
        for (int tensor : across.stream().toArray()) {
            BitSet others = (BitSet) across.clone();
            others.clear(tensor);
            boolean taken = Arrays.stream(graph.takers[tensor]).anyMatch(taker -> !head.get(taker));
            if (!taken && !lacks(head, others, sizesAcross)) {
                return new CutVerdict.Needless(graph.tensors.get(tensor));
            }
        }
        for (int size : sizesAcross) {
            Set<Integer> others = new HashSet<>(sizesAcross);
            others.remove(size);
            if (!lacks(head, across, others)) {
                return new CutVerdict.Needless(graph.sizes.get(size));
            }
        }
        return new CutVerdict.Legal(cut(head, across, sizesAcross));
    }

    private boolean lacks(BitSet head, BitSet across, Set<Integer> sizesAcross) {
        BitSet lacking = new SizeCrossing.Sides(graph, head, across).lacking(sizesAcross);
        return Arrays.stream(graph.sizeTakers)
                .filter(node -> !head.get(node))
                .anyMatch(node -> Arrays.stream(graph.takesSizes[node]).anyMatch(lacking::get));
    }

    /// What crosses besides where only the makers of the tensors are before.
    private CutVerdict passed(BitSet across, Set<Integer> sizesAcross) {
        BitSet head = heads.makersOf(across, sizesAcross);
        var sides = new SizeCrossing.Sides(graph, head, across);
        Set<String> by = new LinkedHashSet<>();
        for (int tensor = 0; tensor < graph.tensors.size(); tensor++) {
            if (sides.isBefore(tensor)
                    && !across.get(tensor)
                    && Arrays.stream(graph.takers[tensor]).anyMatch(taker -> !head.get(taker))) {
                by.add(graph.tensors.get(tensor));
            }
        }
        BitSet lacking = sides.lacking(sizesAcross);
        Arrays.stream(graph.sizeTakers)
                .filter(node -> !head.get(node))
                .flatMap(node -> Arrays.stream(graph.takesSizes[node]))
                .filter(size -> lacking.get(size) && sides.gives(size))
                .mapToObj(graph.sizes::get)
                .forEach(by::add);
        return by.isEmpty() ? new CutVerdict.Idle(first(across, sizesAcross)) : new CutVerdict.Passed(List.copyOf(by));
    }

    private String first(BitSet across, Set<Integer> sizesAcross) {
        return across.isEmpty()
                ? graph.sizes.get(sizesAcross.iterator().next())
                : graph.tensors.get(across.nextSetBit(0));
    }

    private Cut cut(BitSet head, BitSet across, Set<Integer> sizesAcross) {
        int[] sizes = sizesAcross.stream().mapToInt(Integer::intValue).sorted().toArray();
        return new Cut(graph.carried(across, sizes), Head.of(head));
    }
}
