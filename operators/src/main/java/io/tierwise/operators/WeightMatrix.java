package io.tierwise.operators;

import io.tierwise.onnx.Node;

/// The constant weights of a Conv, Gemm or MatMul seen as a matrix: which value multiplies which channel
/// of the input for which channel of the output.
///
/// Values lie in row-major order as `outputs x (inputs / groups) x inner`, or, where inputs come first, as
/// `inputs x outputs`. The outputs of a group see the inputs of that group only; a depthwise convolution
/// has as many groups as inputs.
///
/// @param outputs channels of the output
/// @param inputs channels of the input
/// @param groups groups of a convolution, 1 elsewhere
/// @param inner values for each pair of channels: the kernel's size
/// @param inputsFirst whether the input's channels are the first axis
record WeightMatrix(int outputs, int inputs, int groups, int inner, boolean inputsFirst) {

    /// The matrix of a node that multiplies constant weights of two dimensions or, in a Conv, more.
    static WeightMatrix of(Node node, Constants constants) {
        long[] shape = constants.shape(node.inputs().get(1));
        if (node.operator().equals("Conv")) {
            int groups = (int) Attributes.integer(node, "group", 1);
            int inner = 1;
            for (int axis = 2; axis < shape.length; axis++) {
                inner = Math.multiplyExact(inner, Math.toIntExact(shape[axis]));
            }
            return new WeightMatrix(
                    Math.toIntExact(shape[0]), Math.toIntExact(shape[1] * groups), groups, inner, false);
        }
        boolean inputsFirst = !node.operator().equals("Gemm") || Attributes.integer(node, "transB", 0) == 0;
        return new WeightMatrix(
                Math.toIntExact(shape[inputsFirst ? 1 : 0]),
                Math.toIntExact(shape[inputsFirst ? 0 : 1]),
                1,
                1,
                inputsFirst);
    }

    /// The channel of the output that the value at this position belongs to.
    int output(int position) {
        return inputsFirst ? position % outputs : position / (inputs / groups * inner);
    }

    /// The channel of the input that the value at this position multiplies.
    int input(int position) {
        if (inputsFirst) {
            return position / outputs;
        }
        int inGroup = inputs / groups;
        int group = output(position) / (outputs / groups);
        return group * inGroup + position / inner % inGroup;
    }
}
