package io.tierwise.zoo;

/// A tensor [1, channels, height, width] as a network in the making sees it.
///
/// @param tensor its name
/// @param channels its second dimension
/// @param meanSquare the mean of its squared values, as expected from how the weights before it were
///     drawn
record Signal(String tensor, int channels, double meanSquare) {}
