package io.tierwise.agent;

/// Memory of the agent's process in bytes, as the kernel counts it.
///
/// @param residentBytes now
/// @param peakBytes highest since the process began
/// @param baselineBytes resident when the agent had started and had loaded nothing
public record Memory(long residentBytes, long peakBytes, long baselineBytes) {}
