package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who makes and who takes each tensor of a graph.
///
/// A node that holds graphs (If, Loop, Scan) is one node here; it takes what those graphs take from
/// around them.
public final class GraphIndex {

    private final Graph graph;
    private final List<Node> order;
    private final Map<String, Node> producers = new HashMap<>();
    private final Map<String, List<Node>> consumers = new HashMap<>();
    private final Map<String, Weight> weights;
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> live = new HashSet<>();

    private GraphIndex(Graph graph) {
        this.graph = graph;
        this.weights = graph.weights();
        Set<String> made = new HashSet<>();
        graph.nodes().forEach(node -> made.addAll(node.outputs()));
        Set<String> given = new HashSet<>();
        graph.nodes().forEach(node -> given.addAll(Captures.needs(node)));
        given.removeAll(made);
        order = TopologicalOrder.of(graph.nodes(), given);
        if (order.size() < graph.nodes().size()) {
            throw new MalformedModelException("graph '" + graph.name() + "' has a cycle");
        }
        graph.outputs().forEach(output -> outputs.add(output.name()));
        graph.givenInputs().forEach(input -> live.add(input.name()));
        order.forEach(this::add);
    }

    private void add(Node node) {
        boolean depends = false;
        for (String need : Captures.needs(node)) {
            consumers.computeIfAbsent(need, name -> new ArrayList<>()).add(node);
            depends |= live.contains(need);
        }
        for (String output : node.outputs()) {
            if (!output.isEmpty()) {
                producers.put(output, node);
                if (depends) {
                    live.add(output);
                }
            }
        }
    }

    /// Indexes a graph.
    ///
    /// @throws MalformedModelException when the graph has a cycle
    public static GraphIndex of(Graph graph) {
        return new GraphIndex(graph);
    }

    /// The graph indexed.
    public Graph graph() {
        return graph;
    }

    /// The nodes, each after those it needs; the graph's own order where that is one.
    public List<Node> order() {
        return List.copyOf(order);
    }

    /// The node that makes a tensor; empty for inputs and initializers.
    public Optional<Node> producer(String tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    /// The nodes that take a tensor, each once, in topological order.
    public List<Node> consumers(String tensor) {
        return List.copyOf(consumers.getOrDefault(tensor, List.of()));
    }

    /// The one node that takes a tensor that is no output of the graph.
    public Optional<Node> onlyConsumer(String tensor) {
        List<Node> found = consumers.getOrDefault(tensor, List.of());
        return found.size() == 1 && !outputs.contains(tensor) ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// Every tensor a node needs: its inputs, and what the graphs it holds take from around it.
    public Set<String> needs(Node node) {
        return Captures.needs(node);
    }

    /// The constant tensor of this name: an initializer or what a Constant node holds.
    public Optional<Weight> weight(String tensor) {
        return Optional.ofNullable(weights.get(tensor));
    }

    /// Whether a tensor depends on an input of the graph; all others are the same in every run.
    public boolean isLive(String tensor) {
        return live.contains(tensor);
    }

    /// Whether the graph has a tensor of this name, those of graphs inside its nodes apart.
    public boolean has(String tensor) {
        return producers.containsKey(tensor)
                || live.contains(tensor)
                || weights.containsKey(tensor)
                || graph.sparse().containsKey(tensor);
    }

    /// Whether a tensor is an output of the graph.
    public boolean isOutput(String tensor) {
        return outputs.contains(tensor);
    }

    /// Every name of a tensor in the graph and in the graphs of its nodes: names a new tensor must not have.
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        collect(graph, names);
        return names;
    }

    private static void collect(Graph graph, Set<String> names) {
        names.addAll(graph.initializers().keySet());
        names.addAll(graph.sparse().keySet());
        graph.inputs().forEach(input -> names.add(input.name()));
        graph.outputs().forEach(output -> names.add(output.name()));
        for (Node node : graph.nodes()) {
            names.addAll(node.inputs());
            names.addAll(node.outputs());
            node.graphs().forEach(inner -> collect(inner, names));
        }
        names.remove("");
    }

    /// What is known of a tensor: from the graph's inputs, outputs, values or weights.
    public Optional<ValueInfo> info(String tensor) {
        Optional<Weight> weight = weight(tensor);
        if (weight.isPresent()) {
            long[] shape =
                    weight.get().shape().stream().mapToLong(Long::longValue).toArray();
            return Optional.of(ValueInfo.of(tensor, weight.get().type(), shape));
        }
        List<ValueInfo> ends = new ArrayList<>(graph.inputs());
        ends.addAll(graph.outputs());
        return ends.stream()
                .filter(info -> info.name().equals(tensor))
                .findFirst()
                .or(() -> Optional.ofNullable(graph.values().get(tensor)));
    }
}
