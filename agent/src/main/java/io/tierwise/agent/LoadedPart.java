package io.tierwise.agent;

import io.tierwise.data.Tensor;
import io.tierwise.runtime.InputMismatchException;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.RunFailedException;
import io.tierwise.runtime.SessionSettings;
import io.tierwise.runtime.TensorSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A part open on this agent, with the memory its answers land in.
///
/// Used under the [Worker] only. Answers are overwritten by the next run with the same input shapes: a
/// run then allocates nothing.
final class LoadedPart implements AutoCloseable {

    private final String id;
    private final ModelSession session;
    private final SessionSettings settings;
    private final Function<SessionSettings, ModelSession> opening;
    private final Map<String, Tensor> example;
    private List<long[]> lastShapes = List.of();
    private Map<String, Tensor> answer = Map.of();
    private boolean reusable = true;

    /// @param opening opens the same model again under other settings, for a profile
    LoadedPart(
            String id,
            Function<SessionSettings, ModelSession> opening,
            SessionSettings settings,
            Map<String, Tensor> example) {
        this.id = id;
        this.settings = settings;
        this.opening = opening;
        session = opening.apply(settings);
        this.example = example.isEmpty() ? zeros(session) : example;
    }

    private static Map<String, Tensor> zeros(ModelSession session) {
        Map<String, Tensor> zeros = new LinkedHashMap<>();
        for (TensorSpec spec : session.inputs()) {
            long[] shape = spec.shape().stream().mapToLong(d -> d < 0 ? 1 : d).toArray();
            int bytes = (int) Tensor.byteSize(spec.type(), shape);
            zeros.put(spec.name(), Tensor.ofBytes(spec.type(), new byte[bytes], shape));
        }
        return zeros;
    }

    String id() {
        return id;
    }

    ModelSession session() {
        return session;
    }

    SessionSettings settings() {
        return settings;
    }

    Function<SessionSettings, ModelSession> opening() {
        return opening;
    }

    Map<String, Tensor> example() {
        return example;
    }

    /// Inputs under the model's names, taken from the chain's names in the model's order.
    Map<String, Tensor> bind(List<String> names, Map<String, Tensor> tensors) {
        List<TensorSpec> specs = session.inputs();
        if (names.size() != specs.size()) {
            throw new InputMismatchException(
                    "part " + id + " takes " + specs.size() + " tensors, the route gives " + names);
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Tensor tensor = tensors.get(names.get(i));
            if (tensor == null) {
                throw new InputMismatchException(
                        "part " + id + " needs tensor '" + names.get(i) + "', found " + tensors.keySet());
            }
            inputs.put(specs.get(i).name(), tensor);
        }
        return inputs;
    }

    /// Answers under the chain's names, from [#run]'s answer in the model's order.
    Map<String, Tensor> name(List<String> names, Map<String, Tensor> outputs) {
        if (names.size() != outputs.size()) {
            throw new InputMismatchException(
                    "part " + id + " gives " + outputs.size() + " tensors, the route names " + names);
        }
        Map<String, Tensor> named = new LinkedHashMap<>();
        int i = 0;
        for (Tensor tensor : outputs.values()) {
            named.put(names.get(i++), tensor);
        }
        return named;
    }

    Map<String, Tensor> run(Map<String, Tensor> inputs) {
        List<long[]> shapes = inputs.values().stream().map(Tensor::shape).toList();
        if (reusable && !answer.isEmpty() && Arrays.deepEquals(shapes.toArray(), lastShapes.toArray())) {
            try {
                session.runInto(inputs, answer);
                return answer;
            } catch (RunFailedException e) {
                // Output shapes that follow from values cannot be known beforehand; a run that fails
                // for another reason fails again below.
                reusable = false;
            }
        }
        answer = session.run(inputs);
        lastShapes = shapes;
        return answer;
    }

    @Override
    public void close() {
        session.close();
    }
}
