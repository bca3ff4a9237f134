package io.tierwise.bench;

/// A figure that has a bound of its own.
///
/// @param what was measured
/// @param found the figure, with its unit
/// @param goal the bound, with where it comes from
record Held(String what, String found, String goal, boolean isKept) implements Row {}
