package io.tierwise.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds the tensors at which a model can be cut in two.
public final class Cuts {

    private final GraphIndex index;
    private final List<Node> nodes;
    private final Map<String, Integer> lastUse = new HashMap<>();
    private final Set<String> walked = new HashSet<>();
    private long parameters;
    private long bytes;

    private Cuts(GraphIndex index) {
        this.index = index;
        this.nodes = needed(index);
        for (int i = 0; i < nodes.size(); i++) {
            for (String need : index.needs(nodes.get(i))) {
                if (index.isLive(need)) {
                    lastUse.put(need, i);
                }
            }
        }
        index.graph().outputs().forEach(output -> lastUse.put(output.name(), nodes.size()));
    }

    /// Every legal cut at a single tensor, in topological order. All paths from the model's inputs to
    /// its outputs lead through the tensor; inputs and outputs of the model themselves are no cuts.
    /// Nodes that depend only on constants belong to whichever side needs them, and may be on both.
    /// Control flow is never cut inside.
    public static List<Cut> singleTensor(Model model) {
        return new Cuts(GraphIndex.of(model.graph())).sweep();
    }

    /// The nodes that depend on an input and that an output depends on.
    private static List<Node> needed(GraphIndex index) {
        Set<String> wanted = new HashSet<>();
        index.graph().outputs().forEach(output -> wanted.add(output.name()));
        List<Node> needed = new ArrayList<>();
        for (Node node : index.order().reversed()) {
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                wanted.addAll(index.needs(node));
                if (node.outputs().stream().anyMatch(index::isLive)) {
                    needed.add(node);
                }
            }
        }
        return needed.reversed();
    }

    /// Goes through the nodes in order with the set of tensors made before and used after. Where that
    /// set is one tensor, everything behind it can be computed from it; and since every node before a
    /// legal cut comes before its producer in any order, and every other node after, no cut is missed.
    private List<Cut> sweep() {
        Set<String> open = new HashSet<>();
        index.graph().givenInputs().forEach(input -> {
            if (lastUse.containsKey(input.name())) {
                open.add(input.name());
            }
        });
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            for (String need : index.needs(node)) {
                if (index.isLive(need)) {
                    if (lastUse.getOrDefault(need, i) <= i) {
                        open.remove(need);
                    }
                } else {
                    count(need);
                }
            }
            node.innerWeights().forEach(this::count);
            for (String output : node.outputs()) {
                if (lastUse.containsKey(output)) {
                    open.add(output);
                }
            }
            if (open.size() == 1 && node.outputs().containsAll(open)) {
                String tensor = open.iterator().next();
                if (!index.isOutput(tensor)) {
                    cuts.add(new Cut(tensor, i + 1, parameters, bytes));
                }
            }
        }
        return cuts;
    }

    /// Adds the weights behind a constant tensor, each once.
    private void count(String tensor) {
        Deque<String> open = new ArrayDeque<>(List.of(tensor));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (walked.add(next)) {
                index.weight(next).ifPresent(this::count);
                index.producer(next).ifPresent(node -> {
                    node.innerWeights().forEach(this::count);
                    open.addAll(index.needs(node));
                });
            }
        }
    }

    private void count(Weight weight) {
        parameters += weight.parameters();
        bytes += weight.byteSize();
    }
}
