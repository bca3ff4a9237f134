package io.tierwise.onnx;

import java.util.List;

/// Whether a model can be cut at the tensors named, and why not.
public sealed interface CutVerdict {

    /// It can.
    record Legal(Cut cut) implements CutVerdict {}

    /// The graph has no such tensor.
    record Unknown(String tensor) implements CutVerdict {}

    /// The tensor is the same in every run, or no output depends on it.
    record Idle(String tensor) implements CutVerdict {}

    /// The tensor is of no type that can be carried.
    record CannotCross(String tensor) implements CutVerdict {}

    /// Other tensors carry values past those named.
    ///
    /// @param by those, in the order of the model
    record Passed(List<String> by) implements CutVerdict {
        public Passed {
            by = List.copyOf(by);
        }
    }

    /// What comes after the others does not need this one.
    record Needless(String tensor) implements CutVerdict {}

    /// No node lies before the tensors: they are inputs of the model.
    record NothingBefore() implements CutVerdict {}

    /// More tensors than a cut may have.
    record TooMany(int tensors) implements CutVerdict {}
}
