package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that every tensor of a graph is made exactly once and before it is used.
final class GraphCheck {

    private final String file;

    GraphCheck(String file) {
        this.file = file;
    }

    /// The graph with its nodes in topological order, the order of the file where that is one already.
    ///
    /// @throws MalformedModelException naming the first node or tensor that is wrong
    Graph check(Graph graph) {
        if (graph.outputs().isEmpty()) {
            throw malformed(graph, "it has no outputs");
        }
        return check(graph, Set.of());
    }

    private Graph check(Graph graph, Set<String> outer) {
        Set<String> made = named(graph);
        Set<String> given = new HashSet<>(made);
        given.addAll(outer);
        for (Node node : graph.nodes()) {
            if (node.outputs().stream().allMatch(String::isEmpty)) {
                throw malformed(graph, "node " + node.label() + " gives nothing");
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !made.add(output)) {
                    throw malformed(
                            graph, "tensor '" + output + "', output of node " + node.label() + ", is made twice");
                }
            }
        }
        Set<String> visible = new HashSet<>(outer);
        visible.addAll(made);
        for (Node node : graph.nodes()) {
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !visible.contains(input)) {
                    throw malformed(
                            graph, "node " + node.label() + " takes tensor '" + input + "', which nothing makes");
                }
            }
        }
        graph.outputs().forEach(output -> {
            if (!visible.contains(output.name())) {
                throw malformed(graph, "output '" + output.name() + "' is made by nothing");
            }
        });
        List<Node> sorted = sorted(graph, given);
        return graph.withNodes(sorted.stream().map(node -> inner(node, visible)).toList());
    }

    private Set<String> named(Graph graph) {
        Set<String> names = new HashSet<>(graph.initializers().keySet());
        names.addAll(graph.sparse().keySet());
        Set<String> inputs = new HashSet<>();
        for (ValueInfo input : graph.inputs()) {
            if (!inputs.add(input.name())) {
                throw malformed(graph, "input '" + input.name() + "' is there twice");
            }
        }
        names.addAll(inputs);
        return names;
    }

    private List<Node> sorted(Graph graph, Set<String> given) {
        Set<String> ready = new HashSet<>(given);
        List<Node> sorted = new ArrayList<>(graph.nodes().size());
        for (Node node : graph.nodes()) {
            if (!ready.containsAll(Captures.needs(node))) {
                return reordered(graph, given);
            }
            ready.addAll(node.outputs());
            sorted.add(node);
        }
        return sorted;
    }

    private List<Node> reordered(Graph graph, Set<String> given) {
        List<Node> sorted = TopologicalOrder.of(graph.nodes(), given);
        if (sorted.size() < graph.nodes().size()) {
            Set<Node> left = new LinkedHashSet<>(graph.nodes());
            sorted.forEach(left::remove);
            throw malformed(
                    graph,
                    "the graph has a cycle: node " + left.iterator().next().label() + " and " + (left.size() - 1)
                            + " others wait for each other");
        }
        return sorted;
    }

    private Node inner(Node node, Set<String> visible) {
        if (node.graphs().isEmpty()) {
            return node;
        }
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        node.attributes()
                .forEach((name, attribute) -> attributes.put(
                        name,
                        attribute instanceof Attribute.GraphValue inner
                                ? new Attribute.GraphValue(check(inner.value(), visible))
                                : attribute));
        return new Node(
                node.name(), node.operator(), node.domain(), node.inputs(), node.outputs(), attributes, node.rest());
    }

    private MalformedModelException malformed(Graph graph, String found) {
        return new MalformedModelException(file + ", graph '" + graph.name() + "': " + found);
    }
}
