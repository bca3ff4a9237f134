package io.tierwise.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One operation of a graph.
///
/// @param name for people; may be empty or shared
/// @param operator its type, such as `Conv`
/// @param domain the operator set it is of; empty for the default one
/// @param inputs tensors it takes; an empty name is an optional input left out
/// @param outputs tensors it makes; an empty name is an optional output left out
/// @param attributes its properties by name
/// @param rest doc strings, metadata, overload, device configurations
public record Node(
        String name,
        String operator,
        String domain,
        List<String> inputs,
        List<String> outputs,
        Map<String, Attribute> attributes,
        Rest rest) {

    public Node {
        Objects.requireNonNull(name, "name");
        if (Objects.requireNonNull(operator, "operator").isEmpty()) {
            throw new IllegalArgumentException("node '" + name + "' has no operator");
        }
        domain = domain.equals("ai.onnx") ? "" : domain;
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Ordered.copy(attributes);
        Objects.requireNonNull(rest, "rest");
    }

    /// A node with nothing left over.
    public Node(
            String name,
            String operator,
            String domain,
            List<String> inputs,
            List<String> outputs,
            Map<String, Attribute> attributes) {
        this(name, operator, domain, inputs, outputs, attributes, Rest.NONE);
    }

    /// Whether it is this operator of the default domain.
    public boolean is(String defaultOperator) {
        return domain.isEmpty() && operator.equals(defaultOperator);
    }

    /// The attribute of this name.
    public Optional<Attribute> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /// The same operation on other tensors.
    public Node rewired(List<String> newInputs, List<String> newOutputs) {
        return new Node(name, operator, domain, newInputs, newOutputs, attributes, rest);
    }

    /// The same operation with an attribute added or replaced.
    public Node with(String attribute, Attribute value) {
        Map<String, Attribute> changed = new LinkedHashMap<>(attributes);
        changed.put(attribute, value);
        return new Node(name, operator, domain, inputs, outputs, changed, rest);
    }

    /// How messages call it: operator and name, or first output where it has no name.
    public String label() {
        String called = name.isEmpty() && !outputs.isEmpty() ? outputs.getFirst() : name;
        return operator + " '" + called + "'";
    }

    /// The graphs it holds: branches of If, bodies of Loop and Scan.
    public List<Graph> graphs() {
        return attributes.values().stream()
                .filter(Attribute.GraphValue.class::isInstance)
                .map(attribute -> ((Attribute.GraphValue) attribute).value())
                .toList();
    }

    /// The weights of the graphs it holds, and of graphs inside those.
    public List<Weight> innerWeights() {
        List<Weight> weights = new ArrayList<>();
        for (Graph inner : graphs()) {
            weights.addAll(inner.weights().values());
            inner.nodes().forEach(node -> weights.addAll(node.innerWeights()));
        }
        return weights;
    }

    /// The constant tensor it holds, if it is a Constant that holds numbers.
    public Optional<Weight> constant() {
        if (!is("Constant") || attributes.size() != 1 || outputs.isEmpty()) {
            return Optional.empty();
        }
        String tensor = outputs.getFirst();
        return switch (attributes.values().iterator().next()) {
            case Attribute.TensorValue held -> Optional.of(held.value());
            case Attribute.FloatValue number -> Optional.of(Weight.ofFloats(tensor, new float[] {number.value()}));
            case Attribute.IntValue number -> Optional.of(Weight.ofLongs(tensor, new long[] {number.value()}));
            case Attribute.Floats numbers -> Optional.of(floats(tensor, numbers.values()));
            case Attribute.Ints numbers -> {
                long[] values =
                        numbers.values().stream().mapToLong(Long::longValue).toArray();
                yield Optional.of(Weight.ofLongs(tensor, values, values.length));
            }
            case Attribute.Text text -> Optional.empty();
            case Attribute.Texts texts -> Optional.empty();
            case Attribute.GraphValue inner -> Optional.empty();
            case Attribute.Opaque opaque -> Optional.empty();
        };
    }

    private static Weight floats(String tensor, List<Float> numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i);
        }
        return Weight.ofFloats(tensor, values, values.length);
    }
}
