package io.tierwise.operators;

import io.tierwise.data.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Inputs from calibration samples, one map of input name to tensor for each run; read again from the
/// start by each iterator. A run's tensors may lie where those of the run before lay: who looks at more
/// than one at a time keeps copies ([#kept(Map)]).
@FunctionalInterface
public interface Calibration extends Iterable<Map<String, Tensor>> {

    /// A copy of one run's inputs, which the next run leaves alone.
    static Map<String, Tensor> kept(Map<String, Tensor> inputs) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> copies.put(name, tensor.copy()));
        return copies;
    }

    /// These inputs, held in memory.
    static Calibration of(List<Map<String, Tensor>> inputs) {
        List<Map<String, Tensor>> held = List.copyOf(inputs);
        return held::iterator;
    }
}
