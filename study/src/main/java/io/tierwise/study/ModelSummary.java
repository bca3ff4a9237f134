package io.tierwise.study;

import java.util.List;

/// The model as a chain of places a reader can recognise, for pictures.
///
/// @param file the model's file name
/// @param parameters numbers in its weights
/// @param nodes its nodes
/// @param steps its backbone from input to output: every place where a single tensor carries
///     everything, in order
public record ModelSummary(String file, long parameters, int nodes, List<Step> steps) {
    public ModelSummary {
        steps = List.copyOf(steps);
    }

    /// What lies between two legal cuts.
    ///
    /// @param tensor the tensor at its end: a legal cut
    /// @param label what it is: the operators in short ("Conv Relu"), or "block 3" for a residual block
    /// @param nodes number of nodes in it
    /// @param bytes of the tensor at batch 1
    /// @param parameters numbers in the weights of its nodes
    public record Step(String tensor, String label, int nodes, long bytes, long parameters) {}
}
