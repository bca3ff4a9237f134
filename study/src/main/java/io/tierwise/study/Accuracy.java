package io.tierwise.study;

import java.util.List;

/// How well an artefact answers, taken apart from the timed trials, in [0, 1].
///
/// The evaluation samples are split in two halves before anything runs: constraints are judged on the
/// **choice** half, the headline is reported on the **confirmation** half, which chose nothing.
///
/// @param metric "top-1 accuracy", "mIoU", "agreement with I", ...
/// @param choice the value on the choice half
/// @param choiceLow lower end of its 95 % interval
/// @param choiceHigh upper end of its 95 % interval
/// @param choiceCount samples in the choice half
/// @param confirmation the value on the confirmation half
/// @param confirmationLow lower end of its 95 % interval
/// @param confirmationHigh upper end of its 95 % interval
/// @param confirmationCount samples in the confirmation half
/// @param changed ids of the evaluation samples whose answer differs from that of the untouched model
///     on the same CPU
public record Accuracy(
        String metric,
        double choice,
        double choiceLow,
        double choiceHigh,
        int choiceCount,
        double confirmation,
        double confirmationLow,
        double confirmationHigh,
        int confirmationCount,
        List<String> changed) {
    public Accuracy {
        changed = List.copyOf(changed);
    }
}
