package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes nodes, alone or from others.
final class Nodes {

    private Nodes() {}

    /// A node of the default domain without attributes.
    static Node of(String operator, String name, List<String> inputs, List<String> outputs) {
        return new Node(name, operator, "", inputs, outputs, Map.of());
    }

    /// A DequantizeLinear with one scale for each index of an axis.
    static Node dequantize(String name, List<String> inputs, String output, long axis) {
        return with(of("DequantizeLinear", name, inputs, List.of(output)), "axis", axis);
    }

    /// The node with one tensor taken in place of another, wherever it takes that.
    static Node replacing(Node node, String from, String to) {
        return node.inputs().contains(from)
                ? node.rewired(
                        node.inputs().stream()
                                .map(input -> input.equals(from) ? to : input)
                                .toList(),
                        node.outputs())
                : node;
    }

    static Node renamed(Node node, String operator) {
        return new Node(
                node.name(), operator, node.domain(), node.inputs(), node.outputs(), node.attributes(), node.rest());
    }

    static Node named(Node node, String name) {
        return new Node(
                name, node.operator(), node.domain(), node.inputs(), node.outputs(), node.attributes(), node.rest());
    }

    /// The model with a name for each node that has none, or another's: its first output.
    static Model allNamed(Model model) {
        Set<String> taken = new HashSet<>();
        List<Node> named = new ArrayList<>();
        for (Node node : model.graph().nodes()) {
            boolean own = !node.name().isEmpty() && taken.add(node.name());
            Node called = own ? node : named(node, node.outputs().getFirst());
            taken.add(called.name());
            named.add(called);
        }
        return model.withGraph(model.graph().withNodes(named));
    }

    static Node with(Node node, String attribute, long value) {
        return node.with(attribute, new Attribute.IntValue(value));
    }

    static Node with(Node node, String attribute, String value) {
        return node.with(attribute, new Attribute.Text(value));
    }

    static Node without(Node node, String... names) {
        Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
        for (String name : names) {
            attributes.remove(name);
        }
        return new Node(
                node.name(), node.operator(), node.domain(), node.inputs(), node.outputs(), attributes, node.rest());
    }

    /// How many nodes of a type a model's main graph holds.
    static int count(Model model, String operator) {
        return (int) model.graph().nodes().stream()
                .filter(node -> node.operator().equals(operator))
                .count();
    }
}
