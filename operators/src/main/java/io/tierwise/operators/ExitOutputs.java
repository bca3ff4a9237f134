package io.tierwise.operators;

import java.util.Objects;

/// What a head adds to a model's outputs.
///
/// @param tap the cut behind which it stands, as texts call it
/// @param answer its answer, as the model's own first output would be
/// @param confidence how sure it is: one number in [0, 1]
/// @param share of the whole network's time that lies before the tap
public record ExitOutputs(String tap, String answer, String confidence, double share) {
    public ExitOutputs {
        Objects.requireNonNull(tap, "tap");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(confidence, "confidence");
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("exit behind " + tap + ": share must lie in [0, 1]: " + share);
        }
    }

    /// The same where so much of the time lies before it.
    ExitOutputs behind(double other) {
        return new ExitOutputs(tap, answer, confidence, other);
    }
}
