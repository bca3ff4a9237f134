package io.tierwise.operators;

import java.util.Objects;

/// What exits are made of: three sets of samples that have none in common.
///
/// @param calibration heads are fitted to these
/// @param selection exits and a path of thresholds are chosen by these
/// @param promise thresholds are settled by these
/// @param usual what leaving early may cost where the operator does not say
public record ExitEvidence(
        JudgedSamples calibration, JudgedSamples selection, JudgedSamples promise, Allowance usual) {
    public ExitEvidence {
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(promise, "promise");
        Objects.requireNonNull(usual, "usual");
    }
}
