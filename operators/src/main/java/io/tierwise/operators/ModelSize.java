package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.List;

/// How big a model is.
///
/// @param nodes nodes that compute something: constants do not count
/// @param parameters numbers in its weights; the scales and zero points of quantized tensors do not
///     count
/// @param bytes of its weights as stored, scales and zero points included
public record ModelSize(long nodes, long parameters, long bytes) {

    /// The size of a model.
    public static ModelSize of(Model model) {
        return Weights.size(model);
    }

    /// The size of parts together.
    static ModelSize of(List<Part> parts) {
        return parts.stream().map(part -> of(part.model())).reduce(new ModelSize(0, 0, 0), ModelSize::plus);
    }

    /// The sum of both.
    public ModelSize plus(ModelSize other) {
        return new ModelSize(nodes + other.nodes, parameters + other.parameters, bytes + other.bytes);
    }
}
