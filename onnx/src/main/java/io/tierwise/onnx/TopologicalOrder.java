package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// Orders nodes so that each comes after those it needs, as near to the given order as can be.
final class TopologicalOrder {

    private TopologicalOrder() {}

    /// The nodes in order; those on a cycle, or behind one, are missing.
    ///
    /// @param given tensors that need no node of these
    static List<Node> of(List<Node> nodes, Set<String> given) {
        Map<String, List<Integer>> waiting = new HashMap<>();
        int[] missing = new int[nodes.size()];
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String need : Captures.needs(nodes.get(i))) {
                if (!given.contains(need)) {
                    waiting.computeIfAbsent(need, name -> new ArrayList<>()).add(i);
                    missing[i]++;
                }
            }
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> sorted = new ArrayList<>(nodes.size());
        while (!ready.isEmpty()) {
            Node node = nodes.get(ready.remove());
            sorted.add(node);
            for (String output : node.outputs()) {
                for (int waiter : waiting.getOrDefault(output, List.of())) {
                    if (--missing[waiter] == 0) {
                        ready.add(waiter);
                    }
                }
            }
        }
        return sorted;
    }
}
