package io.tierwise.data;

import java.util.Locale;

/// What a sample is used for. Roles never share a sample: a figure never comes from samples that helped to choose it.
public enum Role {
    /// Ranges for quantization and weights of exit heads.
    CALIBRATION,
    /// Choices: cuts, skips, thresholds, what to exclude from quantization.
    SELECTION,
    /// Bounds that are promised.
    PROMISE,
    /// Figures that are reported.
    EVALUATION;

    /// The role's name as users write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
