package io.tierwise.operators;

/// How much a model may lose on selection samples, given what it lost before the change.
@FunctionalInterface
public interface Tolerance {

    /// The greatest loss accepted.
    ///
    /// @param before the loss of the model that is changed, 0 being none and 1 everything
    double mostLoss(double before);

    /// So much more than before, as a share: 0.01 is one point.
    static Tolerance points(double share) {
        return before -> before + share;
    }
}
