package io.tierwise.operators;

import java.util.Objects;

/// What a head adds to a model's outputs.
///
/// @param tap the cut behind which it stands, as texts call it
/// @param answer its answer, as the model's own first output would be
/// @param confidence how sure it is: one number in [0, 1]
/// @param share of the whole network's time that lies before the tap
/// @param cost of the head itself, in the same unit; 0 where it is too little to count
/// @param rate share of all samples that is expected to leave here
public record ExitOutputs(String tap, String answer, String confidence, double share, double cost, double rate) {
    public ExitOutputs {
        Objects.requireNonNull(tap, "tap");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(confidence, "confidence");
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("exit behind " + tap + ": share must lie in [0, 1]: " + share);
        }
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("exit behind " + tap + ": rate must lie in [0, 1]: " + rate);
        }
        if (!(cost >= 0 && cost < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("exit behind " + tap + ": cost must be 0 or more: " + cost);
        }
    }

    /// Whether it stands before all nodes of the network, with a network of its own for a head.
    boolean isFront() {
        return share == 0 && cost > 0;
    }

    /// The same where so much of the time lies before it.
    ExitOutputs behind(double other) {
        return new ExitOutputs(tap, answer, confidence, other, cost, rate);
    }

    /// The same where so many are expected to leave.
    ExitOutputs withRate(double expected) {
        return new ExitOutputs(tap, answer, confidence, share, cost, expected);
    }
}
