package io.tierwise.operators;

import io.tierwise.exits.Promise;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.Slicer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A model before it is cut, with the heads that were added to it.
///
/// @param model its outputs are the network's own, then those of the exits
/// @param exits in the order of the network; mostly none
/// @param promise what leaving at them may cost; present where there are exits
public record Uncut(Model model, List<ExitOutputs> exits, Optional<Promise> promise) {
    public Uncut {
        exits = List.copyOf(exits);
        if (exits.isEmpty() == promise.isPresent()) {
            throw new IllegalArgumentException(exits.size() + " exits, and the promise is "
                    + promise.map(Promise::words).orElse("missing"));
        }
    }

    /// A model without exits.
    public static Uncut of(Model model) {
        return new Uncut(model, List.of(), Optional.empty());
    }

    Uncut withModel(Model other) {
        return new Uncut(other, exits, promise);
    }

    /// The same where so many are expected to leave at each exit.
    Uncut withRates(List<Double> rates) {
        return new Uncut(
                model,
                IntStream.range(0, exits.size())
                        .mapToObj(exit -> exits.get(exit).withRate(rates.get(exit)))
                        .toList(),
                promise);
    }

    /// Whether the network is asked twice: quantized, and where that is in doubt as it is.
    public boolean asksTwice() {
        return exits.stream().anyMatch(ExitOutputs::isFront);
    }

    /// The model without its heads.
    Model trunk() {
        List<String> own = Weights.outputs(model).stream()
                .filter(output -> exits.stream()
                        .noneMatch(exit -> output.equals(exit.answer()) || output.equals(exit.confidence())))
                .toList();
        return exits.isEmpty() ? model : Slicer.slice(model, Weights.inputs(model), own);
    }

    /// The model without what no output needs.
    Model only() {
        return Slicer.slice(model, Weights.inputs(model), Weights.outputs(model));
    }
}
