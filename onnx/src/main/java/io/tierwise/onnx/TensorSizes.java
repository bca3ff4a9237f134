package io.tierwise.onnx;

import java.util.OptionalLong;

/// How many bytes it costs to carry a tensor over a cut.
@FunctionalInterface
public interface TensorSizes {

    /// Every tensor can cross, and costs the same.
    TensorSizes ALIKE = tensor -> OptionalLong.of(1);

    /// Bytes of a tensor; empty for one that cannot cross.
    OptionalLong bytes(String tensor);
}
