package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Profile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How fast a model runs where it will be used.
@FunctionalInterface
public interface Pace {

    /// Nanoseconds of one warm run, or rather the median of several.
    ///
    /// @param inputs what the model is run on, in turn; at least one
    /// @throws OperatorException when the model cannot run there, and why
    double runNanos(Model model, List<Map<String, Tensor>> inputs);

    /// The pace where one part of a cut model runs, counted from 0.
    default Pace ofPart(int part) {
        return this;
    }

    /// Where runs are timed, in words for an account; empty where that goes without saying.
    default String where() {
        return "";
    }

    /// Times of the model's nodes there; empty where nobody can look into a run.
    default Optional<Profile> profile(Model model, Map<String, Tensor> input) {
        return Optional.empty();
    }
}
