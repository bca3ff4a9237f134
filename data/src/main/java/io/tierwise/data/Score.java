package io.tierwise.data;

/// How right predictions were, added up sample by sample. Not safe for use by several threads.
///
/// For [Task.Agreement] the truth is the reference's [Prediction#asLabel()].
public sealed interface Score permits TopScore, IouScore, AgreementScore {
    /// Adds one sample; gives the share of it that is right: 1 or 0 for a class, the share of right
    /// pixels among those that count for a map.
    ///
    /// @throws DataException if prediction and truth are of different kinds, or the truth is missing
    double add(Prediction prediction, Label truth);

    /// Adds all samples of another score of the same task: scores of single samples can be kept and
    /// summed anew, as a bootstrap does.
    void merge(Score other);

    /// The figure in [0, 1] over all samples added.
    ///
    /// @throws IllegalStateException if there are none
    double value();

    /// How many samples were added.
    long samples();
}
