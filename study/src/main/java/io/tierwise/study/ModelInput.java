package io.tierwise.study;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.UnsupportedModelException;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The one input of a model, which every sample becomes.
///
/// @param model the model's file
/// @param spec the input's name, type and shape
public record ModelInput(Path model, TensorSpec spec) {

    /// Opens the model and asks it.
    ///
    /// @throws UnsupportedModelException if the model takes no input or several
    public static ModelInput of(Path model) {
        // Of a damaged file the reader says what is wrong; the runtime only that it does not parse.
        ModelReader.read(model);
        try (ModelSession session = ModelSession.open(model, SessionSettings.exact())) {
            List<TensorSpec> inputs = session.inputs();
            if (inputs.size() != 1) {
                throw new UnsupportedModelException(model + " takes " + inputs.size() + " inputs ("
                        + inputs.stream().map(ModelInput::text).collect(Collectors.joining(", "))
                        + "), and a sample can become one only. Give a model with one input: make the others"
                        + " constants before it is exported.");
            }
            return new ModelInput(model, inputs.getFirst());
        }
    }

    public String name() {
        return spec.name();
    }

    /// Whether a sample may become this tensor.
    boolean takes(Tensor tensor) {
        return tensor.type() == spec.type() && spec.accepts(tensor.shape());
    }

    /// `input FLOAT[1, 3, ?, ?]`
    @Override
    public String toString() {
        return text(spec);
    }

    private static String text(TensorSpec spec) {
        return spec.name() + " " + spec.type()
                + spec.shape().stream()
                        .map(extent -> extent < 0 ? "?" : String.valueOf(extent))
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
