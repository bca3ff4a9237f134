package io.tierwise.agent;

import io.tierwise.runtime.FittedCodec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One part at its place in a chain.
///
/// Tensors travel under names the chain agrees on; the lists give those names in the order of the
/// model's own inputs and outputs, so that a part whose model names them otherwise still fits.
///
/// @param tier where it runs
/// @param partId which loaded part
/// @param inputs names of the tensors it takes, in the model's order of inputs
/// @param outputs names of the tensors it gives, in the model's order of outputs
/// @param codecs how outputs travel to another tier, by name; those it leaves out travel as they are
public record Stage(
        String tier, String partId, List<String> inputs, List<String> outputs, Map<String, FittedCodec> codecs) {
    public Stage {
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(partId, "partId");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        codecs = Map.copyOf(codecs);
        if (!outputs.containsAll(codecs.keySet())) {
            throw new IllegalArgumentException(
                    "part " + partId + " gives " + outputs + ", codecs are for " + codecs.keySet());
        }
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException(
                    "part " + partId + " needs inputs and outputs, found " + inputs + " -> " + outputs);
        }
    }

    /// A part whose outputs travel as they are.
    public Stage(String tier, String partId, List<String> inputs, List<String> outputs) {
        this(tier, partId, inputs, outputs, Map.of());
    }
}
