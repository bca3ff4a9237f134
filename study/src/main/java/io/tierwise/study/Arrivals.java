package io.tierwise.study;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.operators.OperatorException;
import io.tierwise.operators.Part;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import io.tierwise.runtime.UnsupportedByRuntimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What really arrives at the parts of a strategy. Models may leave dimensions open, and a part must be
/// warmed up on what it will see: a picture of one pixel is another size, or too small for its windows.
final class Arrivals {
    private Arrivals() {}

    /// Runs the parts once, one after the other, where any of them leaves a dimension open.
    ///
    /// @param first what the first part is given
    /// @return for each part its inputs with every dimension known, in the model's order; empty where
    ///     the models say it all
    /// @throws OperatorException if a part does not run
    static List<List<TensorSpec>> at(List<Part> parts, Supplier<Map<String, Tensor>> first) {
        if (parts.stream().noneMatch(Arrivals::isOpen)) {
            return parts.stream().map(part -> List.<TensorSpec>of()).toList();
        }
        Map<String, Tensor> known = new HashMap<>(first.get());
        List<List<TensorSpec>> arriving = new ArrayList<>();
        for (Part part : parts) {
            try (ModelSession session = Artefacts.open(part.model(), SessionSettings.exact())) {
                Map<String, Tensor> inputs = new HashMap<>();
                List<TensorSpec> seen = new ArrayList<>();
                for (TensorSpec spec : session.inputs()) {
                    Tensor tensor = find(known, spec.name());
                    inputs.put(spec.name(), tensor);
                    seen.add(new TensorSpec(
                            spec.name(),
                            spec.type(),
                            Arrays.stream(tensor.shape()).boxed().toList()));
                }
                arriving.add(seen);
                known.putAll(session.run(inputs));
            } catch (RunFailedException | UnsupportedByRuntimeException e) {
                throw new OperatorException("a part of it does not run: " + e.getMessage(), e);
            }
        }
        return arriving;
    }

    private static boolean isOpen(Part part) {
        return part.model().graph().givenInputs().stream().anyMatch(Arrivals::isOpen);
    }

    private static boolean isOpen(ValueInfo input) {
        return !input.ranked() || input.shape().stream().anyMatch(dimension -> dimension.sizeOrMinusOne() < 0);
    }

    private static Tensor find(Map<String, Tensor> known, String name) {
        Tensor tensor = known.get(name);
        if (tensor == null) {
            throw new OperatorException("a part of it needs tensor '" + name + "', found " + known.keySet());
        }
        return tensor;
    }
}
