package io.tierwise.operators;

import java.util.List;

/// Computes one node in double precision.
final class Kernels {

    private Kernels() {}

    /// The node's outputs, in order; those that nobody could ask for may be missing.
    ///
    /// @throws UnsupportedByOracleException when the operator, or this form of it, is not known
    static List<Values> run(Call call) {
        return switch (call.node().operator()) {
            case "Conv" -> List.of(ConvolutionKernels.conv(call));
            case "ConvTranspose" -> List.of(ConvolutionKernels.transposed(call));
            case "Gemm" -> List.of(MatrixKernels.gemm(call));
            case "MatMul" -> List.of(MatrixKernels.product(call.input(0), call.input(1)));
            case "MatMulInteger" -> List.of(IntegerKernels.product(call));
            case "DynamicQuantizeLinear" -> IntegerKernels.dynamicQuantize(call.input(0));
            case "MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool" -> List.of(PoolKernels.pool(call));
            case "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceL2", "ReduceSumSquare", "ReduceProd" ->
                List.of(ReductionKernels.reduce(call));
            case "Softmax", "LogSoftmax" -> List.of(ReductionKernels.softmax(call));
            case "BatchNormalization", "InstanceNormalization", "LayerNormalization" ->
                List.of(NormalizationKernels.normalize(call));
            case "Resize", "Upsample" -> List.of(ResizeKernel.resize(call));
            case "Split" -> MovementKernels.split(call);
            default -> List.of(rest(call));
        };
    }

    private static Values rest(Call call) {
        return switch (call.node().operator()) {
            case "Pad" -> PadKernel.pad(call);
            case "Slice" -> MovementKernels.slice(call);
            case "Gather" -> MovementKernels.gather(call);
            case "Concat" -> MovementKernels.concat(call);
            case "Transpose" -> MovementKernels.transpose(call);
            case "Expand" -> MovementKernels.expand(call);
            case "Tile" -> MovementKernels.tile(call);
            case "DepthToSpace" -> MovementKernels.depthToSpace(call);
            case "SpaceToDepth" -> MovementKernels.spaceToDepth(call);
            case "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout", "Shape" -> ShapeKernels.run(call);
            default -> ElementKernels.run(call);
        };
    }
}
