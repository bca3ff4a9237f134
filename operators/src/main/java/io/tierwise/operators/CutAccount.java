package io.tierwise.operators;

/// A place where a model was cut.
///
/// @param tensor the one tensor that crosses
/// @param bytes of that tensor at batch 1
/// @param headParameters numbers in the weights before it
public record CutAccount(String tensor, long bytes, long headParameters) {}
