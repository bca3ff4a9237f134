package io.tierwise.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// For each tensor that depends on an input, the nearest other tensor that every path to it leads
/// through.
///
/// The tree of immediate dominators, built in one pass because the graph has no cycles (Cooper, Harvey
/// and Kennedy, "A Simple, Fast Dominance Algorithm", 2001). The root stands before all inputs.
final class Dominators {

    private static final String ROOT = "";

    private final Map<String, String> parent = new HashMap<>();
    private final Map<String, Integer> depth = new HashMap<>();

    Dominators(GraphIndex index) {
        depth.put(ROOT, 0);
        index.graph().givenInputs().forEach(input -> put(input.name(), ROOT));
        for (Node node : index.order()) {
            List<String> live = index.needs(node).stream().filter(index::isLive).toList();
            if (!live.isEmpty()) {
                String common = live.stream().reduce(this::common).orElse(ROOT);
                node.outputs().stream().filter(name -> !name.isEmpty()).forEach(output -> put(output, common));
            }
        }
    }

    private void put(String tensor, String above) {
        parent.put(tensor, above);
        depth.put(tensor, depth(above) + 1);
    }

    private int depth(String tensor) {
        return depth.getOrDefault(tensor, 0);
    }

    private String common(String a, String b) {
        String left = a;
        String right = b;
        while (!left.equals(right)) {
            if (depth(left) >= depth(right)) {
                left = parent.getOrDefault(left, ROOT);
            } else {
                right = parent.getOrDefault(right, ROOT);
            }
        }
        return left;
    }

    /// The dominator of a tensor; empty for inputs and where paths come from several inputs.
    Optional<String> of(String tensor) {
        return Optional.ofNullable(parent.get(tensor)).filter(name -> !name.equals(ROOT));
    }
}
