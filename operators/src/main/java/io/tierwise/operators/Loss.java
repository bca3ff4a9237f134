package io.tierwise.operators;

import io.tierwise.onnx.Model;

/// How much a changed model loses on selection samples: 0 is none, 1 everything; only the order
/// matters.
///
/// The task that scores lives with the caller, so that choosing needs no knowledge of labels.
@FunctionalInterface
public interface Loss {

    double of(Model model);
}
