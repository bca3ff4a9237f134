package io.tierwise.operators;

import io.tierwise.onnx.Model;
import java.util.OptionalDouble;

/// How much a changed model loses on selection samples: 0 is none, 1 everything; only the order
/// matters.
///
/// The task that scores lives with the caller, so that choosing needs no knowledge of labels.
@FunctionalInterface
public interface Loss {

    double of(Model model);

    /// The same on selection samples that nothing is searched by: of many candidates the best looks better than
    /// it is. Empty where there are none.
    default OptionalDouble onOthers(Model model) {
        return OptionalDouble.empty();
    }
}
