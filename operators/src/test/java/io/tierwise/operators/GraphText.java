package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Node;
import io.tierwise.onnx.Weight;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A model as lines that a person can read and compare: each node with what it takes and gives, and the
/// constants, single numbers and whole ones with their values.
final class GraphText {

    private GraphText() {}

    static String of(Model model) {
        Graph graph = model.graph();
        StringBuilder text = new StringBuilder("opset " + model.opset() + "\n");
        graph.nodes().forEach(node -> text.append(line(node)).append('\n'));
        graph.initializers()
                .values()
                .forEach(weight -> text.append(line(weight)).append('\n'));
        return text.toString();
    }

    private static String line(Node node) {
        return "%s = %s(%s)%s"
                .formatted(
                        String.join(", ", node.outputs()),
                        node.operator(),
                        String.join(", ", node.inputs()),
                        node.attributes().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(entry -> " " + entry.getKey() + "=" + value(entry.getValue()))
                                .collect(Collectors.joining()));
    }

    private static String value(Attribute attribute) {
        return switch (attribute) {
            case Attribute.IntValue whole -> Long.toString(whole.value());
            case Attribute.Ints many -> many.values().toString();
            case Attribute.Text text -> text.value();
            case Attribute.FloatValue real -> Float.toString(real.value());
            case Attribute.Floats many -> many.values().toString();
            case Attribute.Texts many -> many.values().toString();
            case Attribute.TensorValue constant -> line(constant.value());
            case Attribute.GraphValue _, Attribute.Opaque _ -> throw new IllegalArgumentException("" + attribute);
        };
    }

    private static String line(Weight weight) {
        String head = weight.name() + ": " + weight.type() + weight.shape();
        return switch (weight.type()) {
            case FLOAT -> weight.elements() == 1 ? head + " " + rounded(weight.floats()[0]) : head;
            case INT64 -> head + " " + Arrays.toString(weight.longs());
            case INT8, UINT8 -> weight.elements() == 1 ? head + " " + weight.longs()[0] : head;
            default -> head;
        };
    }

    /// Three digits: the last ones of a sum depend on how a processor adds.
    private static String rounded(float value) {
        return String.format(Locale.ROOT, "%.2e", value);
    }
}
