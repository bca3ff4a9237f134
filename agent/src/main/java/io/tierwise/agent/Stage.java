package io.tierwise.agent;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.FittedCodec;
import io.tierwise.runtime.Gate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

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
/// @param gate where a trial leaves the chain with this part's answer; mostly it never does
public record Stage(
        String tier,
        String partId,
        List<String> inputs,
        List<String> outputs,
        Map<String, FittedCodec> codecs,
        Optional<Gate> gate) {
    public Stage {
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(partId, "partId");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        codecs = Map.copyOf(codecs);
        Objects.requireNonNull(gate, "gate");
        if (!outputs.containsAll(codecs.keySet())) {
            throw new IllegalArgumentException(
                    "part " + partId + " gives " + outputs + ", codecs are for " + codecs.keySet());
        }
        if (gate.isPresent()
                && !outputs.containsAll(
                        List.of(gate.get().confidence(), gate.get().answer()))) {
            throw new IllegalArgumentException(
                    "part " + partId + " gives " + outputs + ", its gate reads " + gate.get());
        }
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw new IllegalArgumentException(
                    "part " + partId + " needs inputs and outputs, found " + inputs + " -> " + outputs);
        }
    }

    /// A part that always hands on.
    public Stage(
            String tier, String partId, List<String> inputs, List<String> outputs, Map<String, FittedCodec> codecs) {
        this(tier, partId, inputs, outputs, codecs, Optional.empty());
    }

    /// A part whose outputs travel as they are.
    public Stage(String tier, String partId, List<String> inputs, List<String> outputs) {
        this(tier, partId, inputs, outputs, Map.of());
    }

    /// The answer of a trial that leaves here; empty where it goes on.
    ///
    /// @param given this part's outputs by the chain's names
    /// @throws io.tierwise.runtime.RunFailedException when the confidence is not one number
    Optional<Tensor> leaving(Map<String, Tensor> given) {
        return gate.filter(open -> open.opens(Objects.requireNonNull(given.get(open.confidence()))))
                .map(open -> Objects.requireNonNull(given.get(open.answer())));
    }
}
