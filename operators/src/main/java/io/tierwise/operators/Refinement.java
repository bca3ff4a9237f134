package io.tierwise.operators;

/// A change to float weights that makes 8-bit ones say more nearly the same.
public enum Refinement {
    /// Cross-layer equalization: channels of consecutive layers are scaled against each other so that
    /// none is much wider than the rest.
    EQUALIZE("equalize"),
    /// Bias correction: the mean error that rounding weights makes on calibration samples is taken off the bias.
    CORRECT_BIAS("correct-bias");

    private final String text;

    Refinement(String text) {
        this.text = text;
    }

    /// The argument in the text form, for example `equalize`.
    public String text() {
        return text;
    }
}
