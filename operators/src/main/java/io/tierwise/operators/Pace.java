package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import java.util.List;
import java.util.Map;

/// How fast a model runs where it will be used.
@FunctionalInterface
public interface Pace {

    /// Nanoseconds of one warm run, or rather the median of several.
    ///
    /// @param inputs what the model is run on, in turn; at least one
    double runNanos(Model model, List<Map<String, Tensor>> inputs);
}
