package io.tierwise.study;

/// One opening of one part before a block: kept apart from the warm runs.
///
/// @param strategy the strategy's resolved name
/// @param round the round it was opened for
/// @param tier where
/// @param loadNanos reading the model and preparing the session
/// @param firstRunNanos the first run of the session
public record Opening(String strategy, int round, String tier, long loadNanos, long firstRunNanos) {}
