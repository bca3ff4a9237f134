package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The definition of cuts, by trying every set of nodes: slow, short, and nothing shared with the search.
final class CutOracle {

    private static final Set<String> SIZES = Set.of("Shape", "Gather", "Concat");

    private final GraphIndex index;
    private final TensorSizes bytes;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> sizes = new HashSet<>();
    private final Map<BitSet, Set<String>> crossing = new LinkedHashMap<>();

    /// A cut found.
    record Answer(Set<String> tensors, BitSet head) {}

    CutOracle(Model model, TensorSizes bytes) {
        this.index = GraphIndex.of(model.graph());
        this.bytes = bytes;
        for (Node node : index.order()) {
            boolean isSize = node.is("Shape")
                    || (SIZES.contains(node.operator())
                            && index.needs(node).stream().filter(index::isLive).allMatch(sizes::contains));
            if (!node.outputs().stream().allMatch(index::isLive) || !wanted(node)) {
                continue;
            }
            if (isSize && node.outputs().stream().noneMatch(index::isOutput)) {
                sizes.addAll(node.outputs());
            } else {
                nodes.add(node);
            }
        }
        heads(0, new BitSet());
    }

    private boolean wanted(Node node) {
        return node.outputs().stream()
                .anyMatch(output -> index.isOutput(output)
                        || index.consumers(output).stream().anyMatch(this::wanted));
    }

    /// Values a node waits for, whether it takes them or sizes worked out from them.
    private Set<String> waitsFor(String tensor) {
        if (!index.isLive(tensor)) {
            return Set.of();
        }
        if (!sizes.contains(tensor)) {
            return Set.of(tensor);
        }
        return index.needs(index.producer(tensor).orElseThrow()).stream()
                .flatMap(need -> waitsFor(need).stream())
                .collect(Collectors.toSet());
    }

    private boolean isBefore(String tensor, BitSet head) {
        return index.producer(tensor).map(node -> head.get(nodes.indexOf(node))).orElse(true);
    }

    /// Every set of nodes that holds what its nodes wait for.
    private void heads(int from, BitSet head) {
        if (from == nodes.size()) {
            if (head.cardinality() < nodes.size()) {
                crossing.put((BitSet) head.clone(), values(head));
            }
            return;
        }
        heads(from + 1, head);
        boolean complete = index.needs(nodes.get(from)).stream()
                .flatMap(need -> waitsFor(need).stream())
                .allMatch(tensor -> isBefore(tensor, head));
        if (complete) {
            head.set(from);
            heads(from + 1, head);
            head.clear(from);
        }
    }

    private Set<String> values(BitSet head) {
        Set<String> values = new TreeSet<>();
        for (int node = head.nextClearBit(0); node < nodes.size(); node = head.nextClearBit(node + 1)) {
            index.needs(nodes.get(node)).stream()
                    .filter(index::isLive)
                    .filter(need -> !sizes.contains(need) && isBefore(need, head))
                    .forEach(values::add);
        }
        return values;
    }

    /// Whether the tail has every size it takes.
    private boolean hasSizes(BitSet head, Set<String> across) {
        for (int node = head.nextClearBit(0); node < nodes.size(); node = head.nextClearBit(node + 1)) {
            for (String need : index.needs(nodes.get(node))) {
                if (sizes.contains(need) && !has(need, head, across)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean has(String tensor, BitSet head, Set<String> across) {
        if (across.contains(tensor) || !index.isLive(tensor)) {
            return true;
        }
        if (!sizes.contains(tensor)) {
            return !isBefore(tensor, head);
        }
        return index.needs(index.producer(tensor).orElseThrow()).stream().allMatch(need -> has(need, head, across));
    }

    /// The cuts: for each head the sets that no other beats.
    Set<Answer> cuts() {
        Set<Answer> answers = new HashSet<>();
        crossing.forEach((head, values) -> {
            if (head.isEmpty()
                    || values.size() > Cuts.MOST_TENSORS
                    || values.stream().anyMatch(value -> bytes.bytes(value).isEmpty())) {
                return;
            }
            List<Set<String>> complete = new ArrayList<>();
            List<String> given = sizes.stream()
                    .filter(size -> bytes.bytes(size).isPresent()
                            && waitsFor(size).stream().allMatch(tensor -> isBefore(tensor, head)))
                    .toList();
            for (long chosen = 0; chosen < 1L << given.size(); chosen++) {
                Set<String> across = new TreeSet<>(values);
                for (int i = 0; i < given.size(); i++) {
                    if ((chosen >> i & 1) == 1) {
                        across.add(given.get(i));
                    }
                }
                if (across.size() <= Cuts.MOST_TENSORS
                        && hasSizes(head, across)
                        && needsAll(head, across)
                        && least(across).filter(head::equals).isPresent()) {
                    complete.add(across);
                }
            }
            complete.stream()
                    .filter(one -> complete.stream().noneMatch(other -> beats(other, one)))
                    .forEach(one -> answers.add(new Answer(one, head)));
        });
        return answers;
    }

    private boolean beats(Set<String> winner, Set<String> loser) {
        return winner.size() <= loser.size()
                && bytes(winner) <= bytes(loser)
                && (winner.size() < loser.size() || bytes(winner) < bytes(loser));
    }

    long bytes(Set<String> tensors) {
        return tensors.stream()
                .mapToLong(tensor -> bytes.bytes(tensor).orElseThrow())
                .sum();
    }

    /// The least head that makes these tensors and leaves the tail with all it needs.
    private Optional<BitSet> least(Set<String> tensors) {
        return crossing.entrySet().stream()
                .filter(entry -> separates(entry, tensors))
                .map(Map.Entry::getKey)
                .min(Comparator.comparingInt(BitSet::cardinality));
    }

    /// Whether there is such a head, and each of the tensors is needed.
    boolean isLegal(Set<String> tensors) {
        return least(tensors)
                .filter(head -> !head.isEmpty() && needsAll(head, tensors))
                .isPresent();
    }

    private boolean needsAll(BitSet head, Set<String> tensors) {
        return tensors.stream().allMatch(tensor -> {
            Set<String> others = new TreeSet<>(tensors);
            others.remove(tensor);
            return !(others.containsAll(crossing.getOrDefault(head, Set.of())) && hasSizes(head, others));
        });
    }

    private boolean separates(Map.Entry<BitSet, Set<String>> entry, Set<String> tensors) {
        return tensors.containsAll(entry.getValue())
                && hasSizes(entry.getKey(), tensors)
                && tensors.stream()
                        .flatMap(tensor -> waitsFor(tensor).stream())
                        .allMatch(tensor -> isBefore(tensor, entry.getKey()));
    }

    /// Everything that could be named as part of a cut.
    List<String> candidates() {
        Set<String> all = new TreeSet<>(sizes);
        index.graph().givenInputs().forEach(input -> all.add(input.name()));
        nodes.forEach(node -> all.addAll(node.outputs()));
        return List.copyOf(all);
    }

    int heads() {
        return crossing.size();
    }
}
