package io.tierwise.operators;

import io.tierwise.onnx.Model;
import io.tierwise.runtime.Gate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A model that runs on one tier and hands its outputs to the next part.
///
/// @param inputs tensors it takes: the model's own inputs, or outputs of earlier parts
/// @param outputs tensors it gives
/// @param gate where it is sure enough to answer itself; mostly it never is
public record Part(Model model, List<String> inputs, List<String> outputs, Optional<Gate> gate) {

    public Part {
        Objects.requireNonNull(gate, "gate");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("a part gives nothing: inputs " + inputs);
        }
    }

    /// A part that never answers before the last.
    public Part(Model model, List<String> inputs, List<String> outputs) {
        this(model, inputs, outputs, Optional.empty());
    }

    /// The whole of a model.
    public static Part whole(Model model) {
        return new Part(model, Weights.inputs(model), Weights.outputs(model));
    }

    Part withModel(Model other) {
        return new Part(other, inputs, outputs, gate);
    }

    Part withGate(Gate other) {
        return new Part(model, inputs, outputs, Optional.of(other));
    }
}
