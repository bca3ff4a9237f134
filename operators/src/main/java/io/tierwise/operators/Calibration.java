package io.tierwise.operators;

import io.tierwise.data.Tensor;
import java.util.List;
import java.util.Map;

/// Inputs from calibration samples, one map of input name to tensor for each run; read again from the
/// start by each iterator, and best made lazily: only one is looked at at a time.
@FunctionalInterface
public interface Calibration extends Iterable<Map<String, Tensor>> {

    /// These inputs, held in memory.
    static Calibration of(List<Map<String, Tensor>> inputs) {
        List<Map<String, Tensor>> held = List.copyOf(inputs);
        return held::iterator;
    }
}
