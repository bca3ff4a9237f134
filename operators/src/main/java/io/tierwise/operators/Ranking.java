package io.tierwise.operators;

import java.util.List;
import java.util.Objects;

/// How nodes are ranked by what quantizing them costs in exactness.
///
/// @param wanted whether to rank even where no loss has to be kept
/// @param inputs selection samples the error is measured on; none stands for the calibration samples
/// @param steps told of each model tried
public record Ranking(boolean wanted, Calibration inputs, Steps steps) {

    /// Only where a loss has to be kept, on calibration samples, in silence.
    public static final Ranking NONE = new Ranking(false, Calibration.of(List.of()), (what, done, of) -> {});

    public Ranking {
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(steps, "steps");
    }

    /// Hears how far a long search is.
    @FunctionalInterface
    public interface Steps {

        /// A model was tried, or the search is over: then `done` equals `of`.
        ///
        /// @param what the model left in floating point
        /// @param of one more than are tried at most
        void done(String what, int done, int of);
    }
}
