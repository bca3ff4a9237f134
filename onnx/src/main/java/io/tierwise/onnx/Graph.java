package io.tierwise.onnx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Nodes between named inputs and outputs, with the weights they use.
///
/// @param name for people
/// @param nodes in topological order when read from a file
/// @param inputs tensors given by the caller; in files of IR version 3 the weights are listed too
/// @param outputs tensors given to the caller
/// @param initializers weights by the name of their tensor
/// @param values what is known of other tensors, by name
/// @param sparse weights kept as sparse tensors, by name, as they stood in the file
/// @param rest doc string, metadata, quantization annotations
public record Graph(
        String name,
        List<Node> nodes,
        List<ValueInfo> inputs,
        List<ValueInfo> outputs,
        Map<String, Weight> initializers,
        Map<String, ValueInfo> values,
        Map<String, Rest> sparse,
        Rest rest) {

    public Graph {
        Objects.requireNonNull(name, "name");
        nodes = List.copyOf(nodes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        initializers = Ordered.copy(initializers);
        values = Ordered.copy(values);
        sparse = Ordered.copy(sparse);
        Objects.requireNonNull(rest, "rest");
        initializers.forEach((key, weight) -> {
            if (!key.equals(weight.name())) {
                throw new IllegalArgumentException("weight '" + weight.name() + "' is filed under '" + key + "'");
            }
        });
    }

    /// A graph without sparse weights and with nothing left over.
    public Graph(
            String name,
            List<Node> nodes,
            List<ValueInfo> inputs,
            List<ValueInfo> outputs,
            Map<String, Weight> initializers,
            Map<String, ValueInfo> values) {
        this(name, nodes, inputs, outputs, initializers, values, Map.of(), Rest.NONE);
    }

    /// Every constant tensor of this graph by name: initializers, and what Constant nodes hold.
    public Map<String, Weight> weights() {
        Map<String, Weight> weights = new LinkedHashMap<>(initializers);
        for (Node node : nodes) {
            node.constant().ifPresent(weight -> weights.put(node.outputs().getFirst(), weight));
        }
        return weights;
    }

    /// The inputs that a caller must give: those that are not weights.
    public List<ValueInfo> givenInputs() {
        return inputs.stream()
                .filter(input -> !initializers.containsKey(input.name()) && !sparse.containsKey(input.name()))
                .toList();
    }

    /// The same with other weights.
    public Graph withInitializers(Map<String, Weight> others) {
        return new Graph(name, nodes, inputs, outputs, others, values, sparse, rest);
    }

    /// The same with other nodes.
    public Graph withNodes(List<Node> others) {
        return new Graph(name, others, inputs, outputs, initializers, values, sparse, rest);
    }
}
