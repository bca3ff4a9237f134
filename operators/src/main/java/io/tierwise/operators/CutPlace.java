package io.tierwise.operators;

/// A legal place to cut a model: everything after it follows from this one tensor.
///
/// @param tensor the tensor that crosses
/// @param bytes of it at batch 1
/// @param headParameters numbers in the weights before it
/// @param headWeightBytes bytes of the weights before it
/// @param headNanos time of the nodes before it, in nanoseconds; 0 where nothing was timed
/// @param natural whether the nodes around it still fuse when it is cut here
public record CutPlace(
        String tensor, long bytes, long headParameters, long headWeightBytes, double headNanos, boolean natural) {

    CutAccount account() {
        return new CutAccount(tensor, bytes, headParameters);
    }
}
