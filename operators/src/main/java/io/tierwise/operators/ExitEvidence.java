package io.tierwise.operators;

import java.util.Objects;
import java.util.Optional;

/// What exits are made of: three sets of samples that have none in common.
///
/// @param calibration heads are fitted to these
/// @param selection exits and a path of thresholds are chosen by these
/// @param promise thresholds are settled by these
/// @param usual what leaving early may cost where the operator does not say
/// @param given the model with heads that were fitted before, to be taken instead
public record ExitEvidence(
        JudgedSamples calibration,
        JudgedSamples selection,
        JudgedSamples promise,
        Allowance usual,
        Optional<Uncut> given) {
    public ExitEvidence {
        Objects.requireNonNull(calibration, "calibration");
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(promise, "promise");
        Objects.requireNonNull(usual, "usual");
        Objects.requireNonNull(given, "given");
    }

    /// With heads to be fitted.
    public ExitEvidence(JudgedSamples calibration, JudgedSamples selection, JudgedSamples promise, Allowance usual) {
        this(calibration, selection, promise, usual, Optional.empty());
    }

    /// The same where heads were fitted before.
    public ExitEvidence withGiven(Uncut fitted) {
        return new ExitEvidence(calibration, selection, promise, usual, Optional.of(fitted));
    }
}
