package io.tierwise.study;

/// A strategy that nobody asked for: it was added while the study ran.
///
/// @param strategy its resolved name
/// @param round the first round it runs in, from 0
/// @param reason why, in a sentence with the numbers it rests on
public record Addition(String strategy, int round, String reason) {}
