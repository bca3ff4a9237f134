package io.tierwise.operators;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A float model made ready for the refinements asked for, before ranges are measured.
///
/// @param notes what was done, for a reader
record Refined(Model model, List<String> notes) {

    Refined {
        notes = List.copyOf(notes);
    }

    /// Refines a prepared model.
    ///
    /// @param sample every input of the model, by name
    static Refined of(Model prepared, Quantize quantize, Map<String, Tensor> sample, WeightStore store) {
        Model model = prepared;
        List<String> notes = new ArrayList<>();
        if (quantize.refinements().contains(Refinement.EQUALIZE)) {
            Equalization.Equalized equalized = Equalization.equalize(model, store);
            model = equalized.model();
            notes.add(equalized.sentence());
        }
        if (quantize.refinements().contains(Refinement.CORRECT_BIAS)) {
            model = BiasCorrection.givenBiases(model, Shapes.learn(model, sample), store);
        }
        return new Refined(model, notes);
    }
}
