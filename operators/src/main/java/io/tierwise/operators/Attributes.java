package io.tierwise.operators;

import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Node;
import java.util.List;

/// Reads attributes of nodes, with the value the specification gives where one is left out.
final class Attributes {

    private Attributes() {}

    static boolean has(Node node, String name) {
        return node.attributes().containsKey(name);
    }

    static long integer(Node node, String name, long fallback) {
        return node.attribute(name).orElse(new Attribute.IntValue(fallback)) instanceof Attribute.IntValue found
                ? found.value()
                : fallback;
    }

    static float decimal(Node node, String name, float fallback) {
        return node.attribute(name).orElse(new Attribute.FloatValue(fallback)) instanceof Attribute.FloatValue found
                ? found.value()
                : fallback;
    }

    static String text(Node node, String name, String fallback) {
        return node.attribute(name).orElse(new Attribute.Text(fallback)) instanceof Attribute.Text found
                ? found.value()
                : fallback;
    }

    static List<Long> integers(Node node, String name, List<Long> fallback) {
        return node.attribute(name).orElse(new Attribute.Ints(fallback)) instanceof Attribute.Ints found
                ? found.values()
                : fallback;
    }
}
