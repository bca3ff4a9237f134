package io.tierwise.data;

/// What a sample may be used for; a figure never comes from samples that helped to choose it.
public enum Role {
    /// ranges of tensors, heads
    CALIBRATION,
    /// cuts, skips, thresholds, exclusions
    SELECTION,
    /// bounds
    PROMISE,
    /// reported figures
    EVALUATION
}
