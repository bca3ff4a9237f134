package io.tierwise.operators;

/// A node that quantization left in floating point, and why.
///
/// @param name the node's name, or its first output where it has none
/// @param operator its operator type, such as `Softmax`
/// @param reason why it stayed, in words a reader can act on
public record FloatNode(String name, String operator, String reason) {}
