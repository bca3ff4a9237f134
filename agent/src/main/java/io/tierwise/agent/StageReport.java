package io.tierwise.agent;

import java.util.Objects;

/// What one stage did in one trial, on its own tier's clock.
///
/// @param prepareNanos the rest of a sample's preparation, which the source had left to this tier, hold
///     included
/// @param runNanos wall time of the run, hold included
/// @param cpuNanos CPU time the run used
/// @param heldNanos how long the answer was held back to emulate the tier's CPU share
/// @param throttledPeriods periods in which the control group's quota stopped the run
/// @param throttledNanos how long it was stopped
public record StageReport(
        String tier,
        String partId,
        long queueNanos,
        long decodeNanos,
        long prepareNanos,
        long runNanos,
        long encodeNanos,
        long cpuNanos,
        long heldNanos,
        long throttledPeriods,
        long throttledNanos) {
    public StageReport {
        Objects.requireNonNull(tier, "tier");
        Objects.requireNonNull(partId, "partId");
    }
}
