package io.tierwise.agent;

import io.tierwise.data.Prediction;
import java.util.List;
import java.util.Objects;

/// One trial that ended well: batch 1, one request at a time.
///
/// @param totalNanos clocked at the source alone, from the start of prepare until the answer was
///     decoded
/// @param phases add up to `totalNanos` exactly
/// @param clockDoubtful the tiers' clocks could not be brought together finely enough to tell wire from
///     answer
/// @param stages in the order they ran
/// @param links in the order they were used
public record TrialReport(
        String strategy,
        String sampleId,
        long totalNanos,
        Phases phases,
        boolean clockDoubtful,
        List<StageReport> stages,
        List<LinkBytes> links,
        Prediction prediction) {
    public TrialReport {
        Objects.requireNonNull(prediction, "prediction");
        stages = List.copyOf(stages);
        links = List.copyOf(links);
        if (phases.totalNanos() != totalNanos) {
            throw new IllegalArgumentException("phases of " + strategy + " on " + sampleId + " add up to "
                    + phases.totalNanos() + " ns, the observation is " + totalNanos + " ns");
        }
    }
}
