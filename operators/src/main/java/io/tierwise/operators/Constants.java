package io.tierwise.operators;

import io.tierwise.onnx.DataType;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Weight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// Tensors whose values stand in the model: initializers, and what Constant nodes give.
///
/// Values are read when asked for, and not kept.
final class Constants {

    private final Map<String, Weight> weights;

    Constants(Map<String, Weight> weights) {
        this.weights = weights;
    }

    static Constants of(Graph graph) {
        return new Constants(graph.weights());
    }

    boolean has(String tensor) {
        return weights.containsKey(tensor);
    }

    boolean isFloat(String tensor) {
        return has(tensor) && weight(tensor).type() == DataType.FLOAT;
    }

    private Weight weight(String tensor) {
        return Optional.ofNullable(weights.get(tensor))
                .orElseThrow(() -> new IllegalStateException("'" + tensor + "' is not a constant"));
    }

    DataType type(String tensor) {
        return weight(tensor).type();
    }

    long[] shape(String tensor) {
        return weight(tensor).shape().stream().mapToLong(Long::longValue).toArray();
    }

    long elements(String tensor) {
        return LongStream.of(shape(tensor)).reduce(1, Math::multiplyExact);
    }

    /// The values of a float32 constant, in an array of the caller's own.
    float[] floats(String tensor) {
        return weight(tensor).floats();
    }

    /// The values of an integer constant.
    List<Long> longs(String tensor) {
        return LongStream.of(weight(tensor).longs()).boxed().toList();
    }

    /// The one value of a float32 constant.
    float scalar(String tensor) {
        float[] values = floats(tensor);
        if (values.length != 1) {
            throw new OperatorException("'" + tensor + "' must be one value, found " + values.length);
        }
        return values[0];
    }
}
