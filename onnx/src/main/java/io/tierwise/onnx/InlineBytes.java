package io.tierwise.onnx;

import java.util.function.Predicate;

/// Adds up the bytes of a model's weights, those of inner graphs and Constant nodes included.
final class InlineBytes {

    private InlineBytes() {}

    static long of(Model model, Predicate<Weight> counted) {
        return of(model.graph(), counted);
    }

    private static long of(Graph graph, Predicate<Weight> counted) {
        long bytes = graph.initializers().values().stream()
                .filter(counted)
                .mapToLong(Weight::byteSize)
                .sum();
        for (Node node : graph.nodes()) {
            for (Attribute attribute : node.attributes().values()) {
                bytes += switch (attribute) {
                    case Attribute.TensorValue tensor
                    when counted.test(tensor.value()) -> tensor.value().byteSize();
                    case Attribute.GraphValue inner -> of(inner.value(), counted);
                    default -> 0;
                };
            }
        }
        return bytes;
    }
}
