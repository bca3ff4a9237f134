package io.tierwise.study;

import io.tierwise.data.DataException;
import io.tierwise.data.Prediction;
import io.tierwise.data.Preprocessing;
import io.tierwise.data.Sample;
import io.tierwise.data.Task;
import io.tierwise.data.Tensor;
import io.tierwise.runtime.ModelSession;
import java.util.List;
import java.util.Map;

/// How a model is asked about a sample: what the sample becomes, and how the outputs are read.
///
/// @param input takes what a sample becomes
/// @param preprocessing from a sample to the input
/// @param task how outputs are read
public record Asking(ModelInput input, Preprocessing preprocessing, Task task) {

    /// The model's inputs for one sample.
    ///
    /// @throws DataException naming the sample, if it cannot be read or does not fit the input
    public Map<String, Tensor> inputs(Sample sample) {
        Tensor tensor = preprocessing.apply(sample);
        if (!input.takes(tensor)) {
            throw new DataException("Sample " + sample.id() + " becomes " + tensor + ", " + input.model() + " takes "
                    + input + ". Change preprocess: resize and crop make height and width, color the channels,"
                    + " layout their place, type the type.");
        }
        return Map.of(input.name(), tensor);
    }

    /// What the session's model answers to a sample.
    Prediction answer(ModelSession session, Sample sample) {
        return task.read(List.copyOf(session.run(inputs(sample)).values()));
    }
}
