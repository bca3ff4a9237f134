package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.List;

/// A model that runs on one tier and hands its outputs to the next part.
///
/// @param inputs tensors it takes: the model's own inputs, or outputs of earlier parts
/// @param outputs tensors it gives
public record Part(Model model, List<String> inputs, List<String> outputs) {

    public Part {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("a part gives nothing: inputs " + inputs);
        }
    }

    /// The whole of a model.
    public static Part whole(Model model) {
        return new Part(model, Weights.inputs(model), Weights.outputs(model));
    }
}
