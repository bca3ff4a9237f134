package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes blocks out of a model.
public final class Splice {

    private Splice() {}

    /// The model without a block, its entry in the place of its exit.
    ///
    /// @throws IllegalArgumentException as [#bypass(Model, Collection)]
    public static Model bypass(Model model, ResidualBlock block) {
        return bypass(model, List.of(block));
    }

    /// The model without some blocks, without the nodes and weights that only they needed; the model
    /// itself when there are none. Names of inputs and outputs stay.
    ///
    /// @throws IllegalArgumentException when a block is not skippable or not of this model
    public static Model bypass(Model model, Collection<ResidualBlock> blocks) {
        if (blocks.isEmpty()) {
            return model;
        }
        GraphIndex index = GraphIndex.of(model.graph());
        Map<String, String> instead = new HashMap<>();
        for (ResidualBlock block : blocks) {
            if (!block.skippable()) {
                throw new IllegalArgumentException(
                        "the block that makes '" + block.exit() + "' changes the shape and cannot be skipped");
            }
            if (index.producer(block.exit()).isEmpty() || !index.isLive(block.entry())) {
                throw new IllegalArgumentException(
                        "the model has no block from '" + block.entry() + "' to '" + block.exit() + "'");
            }
            instead.put(block.exit(), block.entry());
        }
        Graph graph = model.graph();
        Graph rewired = graph.withNodes(rewire(graph, instead));
        return Slicer.pruned(model.withGraph(rewired));
    }

    private static List<Node> rewire(Graph graph, Map<String, String> instead) {
        Set<String> fixed = fixedNames(graph);
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            List<String> inputs =
                    node.inputs().stream().map(input -> resolve(input, instead)).toList();
            List<String> outputs = new ArrayList<>(node.outputs());
            for (int i = 0; i < outputs.size(); i++) {
                String exit = outputs.get(i);
                if (instead.containsKey(exit) && fixed.contains(exit)) {
                    nodes.add(new Node(
                            exit + ".skipped",
                            "Identity",
                            "",
                            List.of(resolve(exit, instead)),
                            List.of(exit),
                            Map.of()));
                    outputs.set(i, "");
                }
            }
            nodes.add(node.rewired(inputs, outputs));
        }
        return nodes;
    }

    /// Tensors that keep their name because the caller, or a graph inside a node, knows them by it.
    private static Set<String> fixedNames(Graph graph) {
        Set<String> fixed = new HashSet<>();
        graph.outputs().forEach(output -> fixed.add(output.name()));
        graph.nodes().forEach(node -> node.graphs().forEach(inner -> fixed.addAll(Captures.outside(inner))));
        return fixed;
    }

    private static String resolve(String tensor, Map<String, String> instead) {
        String at = tensor;
        while (instead.containsKey(at)) {
            at = instead.getOrDefault(at, at);
        }
        return at;
    }
}
