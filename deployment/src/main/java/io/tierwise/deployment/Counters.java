package io.tierwise.deployment;

/// What a tier's control group has counted since it was made.
///
/// @param throttledPeriods periods in which the quota stopped a process
/// @param throttledNanos how long it was stopped
/// @param outOfMemoryKills processes killed because of the memory limit
public record Counters(long throttledPeriods, long throttledNanos, long outOfMemoryKills) {

    /// Nothing was counted.
    public static final Counters NONE = new Counters(0, 0, 0);
}
