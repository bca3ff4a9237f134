package io.tierwise.onnx;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/// Finds the tensors that graphs inside nodes take from the graph around them.
final class Captures {

    private Captures() {}

    /// Every tensor a node needs: its inputs, and what the graphs it holds take from around it.
    static Set<String> needs(Node node) {
        Set<String> needs = new LinkedHashSet<>(node.inputs());
        needs.remove("");
        node.graphs().forEach(inner -> needs.addAll(outside(inner)));
        return needs;
    }

    /// The tensors that a graph uses and does not make.
    static Set<String> outside(Graph graph) {
        Set<String> own = new HashSet<>(graph.initializers().keySet());
        own.addAll(graph.sparse().keySet());
        graph.inputs().forEach(input -> own.add(input.name()));
        graph.nodes().forEach(node -> own.addAll(node.outputs()));
        Set<String> outside = new LinkedHashSet<>();
        graph.nodes().forEach(node -> outside.addAll(needs(node)));
        graph.outputs().forEach(output -> outside.add(output.name()));
        outside.removeAll(own);
        return outside;
    }
}
