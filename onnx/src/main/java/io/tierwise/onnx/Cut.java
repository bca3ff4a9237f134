package io.tierwise.onnx;

/// A tensor at which a model falls into a head that makes it and a tail that needs nothing else.
///
/// @param tensor the tensor that crosses
/// @param headNodes nodes of the head that depend on the model's input
/// @param headParameters trained values the head uses
/// @param headBytes bytes of all constants the head uses
public record Cut(String tensor, int headNodes, long headParameters, long headBytes) {}
