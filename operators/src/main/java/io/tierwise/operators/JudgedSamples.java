package io.tierwise.operators;

import io.tierwise.data.Tensor;
import java.util.OptionalInt;

/// Samples of one role, and what leaving early loses on each.
public interface JudgedSamples {

    /// How many there are.
    int size();

    /// Their inputs, in order.
    Calibration inputs();

    /// The class of a sample in the model's own numbering; empty where nobody has said one.
    OptionalInt label(int sample);

    /// What an early answer loses against the whole model's, counted as the unit says: 1, 0 or -1 in errors;
    /// the share that changed otherwise.
    double loss(Allowance.Unit unit, int sample, Tensor early, Tensor whole);
}
