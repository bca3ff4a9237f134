package io.tierwise.runtime;

import io.tierwise.data.Tensor;
import java.util.Objects;

/// When a sample leaves a chain of parts early: where a part is sure enough of the answer it gives beside
/// what it hands on.
///
/// @param confidence the output that says how sure the part is: one number, in [0, 1]
/// @param answer the output that is the answer then, as the model's own first output would be
/// @param threshold the least confidence that is enough; above 1 nobody leaves, at 0 everybody does
public record Gate(String confidence, String answer, double threshold) {
    public Gate {
        Objects.requireNonNull(confidence, "confidence");
        Objects.requireNonNull(answer, "answer");
        if (!(threshold >= 0 && Double.isFinite(threshold))) {
            throw new IllegalArgumentException("a threshold is at least 0, found " + threshold);
        }
    }

    public Gate withThreshold(double other) {
        return new Gate(confidence, answer, other);
    }

    /// Whether a sample with this confidence leaves; one that is no number stays.
    ///
    /// @throws RunFailedException when the output is not one number
    public boolean opens(Tensor found) {
        float[] values = found.toFloats();
        if (values.length != 1) {
            throw new RunFailedException("the confidence '" + confidence + "' must be one number, found " + found);
        }
        return values[0] >= threshold;
    }
}
