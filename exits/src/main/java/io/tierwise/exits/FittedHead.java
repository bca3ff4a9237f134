package io.tierwise.exits;

/// A head and how well it was fitted.
///
/// @param head with standardization and temperature folded into its layers
/// @param penalty on squared weights, chosen on held-out calibration samples
/// @param temperature by which logits were divided
/// @param heldOutLoss mean cross-entropy on the held-out samples, in nats, of the head fitted to the others
public record FittedHead(Head head, double penalty, double temperature, double heldOutLoss) {}
