package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which size tensors must cross a cut besides those that carry values.
///
/// A size that goes back to tensors which cross, or which the tail makes, is worked out again behind
/// the cut. Any other one crosses, or something on the way to it does.
final class SizeCrossing {

    private final CutGraph graph;
    private final Map<List<Integer>, List<int[]>> known = new HashMap<>();

    SizeCrossing(CutGraph graph) {
        this.graph = graph;
    }

    /// What is on which side of one cut.
    ///
    /// @param in nodes before it
    /// @param across tensors of values that cross
    record Sides(CutGraph graph, BitSet in, BitSet across) {

        boolean isBefore(int tensor) {
            int maker = graph.makers[tensor];
            return maker == CutGraph.INPUT || in.get(maker);
        }

        /// The sizes that the tail has nothing to work out from, where these cross.
        BitSet lacking(Set<Integer> sizesAcross) {
            BitSet lacking = new BitSet();
            for (int size = 0; size < graph.sizes.size(); size++) {
                lacking.set(
                        size,
                        !sizesAcross.contains(size)
                                && (asksBefore(size)
                                        || Arrays.stream(graph.sizeFromSizes[size])
                                                .anyMatch(lacking::get)));
            }
            return lacking;
        }

        boolean asksBefore(int size) {
            return Arrays.stream(graph.sizeFromTensors[size])
                    .anyMatch(tensor -> isBefore(tensor) && !across.get(tensor));
        }

        /// Whether the head can work a size out.
        boolean gives(int size) {
            return Arrays.stream(graph.sizeRoots[size]).allMatch(this::isBefore);
        }
    }

    /// Every set of at most so many size tensors with which the tail has all it needs, none of them
    /// needlessly large; an empty set where it needs none.
    List<int[]> options(Sides sides, int most) {
        List<Integer> lacking = lacking(sides);
        if (lacking.isEmpty()) {
            return List.of(new int[0]);
        }
        if (most <= 0) {
            return List.of();
        }
        return known.computeIfAbsent(key(sides, lacking, most), key -> search(sides, lacking, most));
    }

    /// The size tensors that nodes behind the cut take and cannot have.
    private List<Integer> lacking(Sides sides) {
        if (graph.sizes.isEmpty()) {
            return List.of();
        }
        BitSet all = sides.lacking(Set.of());
        return Arrays.stream(graph.sizeTakers)
                .filter(node -> !sides.in.get(node))
                .flatMap(node -> Arrays.stream(graph.takesSizes[node]))
                .filter(all::get)
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    /// All that the answer depends on: the sizes lacking, and where each tensor behind them is.
    private List<Integer> key(Sides sides, List<Integer> lacking, int most) {
        List<Integer> key = new ArrayList<>(lacking);
        key.add(-most);
        for (int size : lacking) {
            for (int tensor : graph.sizeRoots[size]) {
                key.add(!sides.isBefore(tensor) ? 0 : sides.across.get(tensor) ? 1 : 2);
            }
        }
        return key;
    }

    private List<int[]> search(Sides sides, List<Integer> lacking, int most) {
        Set<Set<Integer>> found = new HashSet<>();
        extend(sides, lacking, most, Set.of(), found);
        return found.stream()
                .filter(set -> found.stream().noneMatch(other -> other.size() < set.size() && set.containsAll(other)))
                .map(set -> set.stream().mapToInt(Integer::intValue).sorted().toArray())
                .sorted(Arrays::compare)
                .toList();
    }

    private void extend(Sides sides, List<Integer> lacking, int most, Set<Integer> chosen, Set<Set<Integer>> found) {
        BitSet left = sides.lacking(chosen);
        int size = lacking.stream().filter(left::get).findFirst().orElse(-1);
        if (size < 0) {
            found.add(chosen);
        } else if (chosen.size() < most) {
            for (int candidate : way(sides, size, left)) {
                Set<Integer> more = new HashSet<>(chosen);
                more.add(candidate);
                extend(sides, lacking, most, more, found);
            }
        }
    }

    /// The tensors on one way from what the tail lacks to a size, one of which must cross.
    private List<Integer> way(Sides sides, int wanted, BitSet left) {
        List<Integer> way = new ArrayList<>();
        int size = wanted;
        while (true) {
            if (graph.sizeBytes[size] >= 0 && sides.gives(size)) {
                way.add(size);
            }
            if (sides.asksBefore(size)) {
                return way;
            }
            size = Arrays.stream(graph.sizeFromSizes[size])
                    .filter(left::get)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
