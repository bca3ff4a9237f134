package io.tierwise.study;

/// One part of a strategy: a model file on a tier.
///
/// @param tier where it runs
/// @param artefact the name of the model file in the results folder, shared by every strategy that
///     places the same part
/// @param modelBytes its weights and graph, in bytes
/// @param parameters numbers in its weights
/// @param peakMemoryBytes what it adds to a fresh agent's memory at its peak, or -1 if not taken
public record PartRecord(String tier, String artefact, long modelBytes, long parameters, long peakMemoryBytes) {}
