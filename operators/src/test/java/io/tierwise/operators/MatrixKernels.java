package io.tierwise.operators;

/// Products of matrices.
final class MatrixKernels {

    private MatrixKernels() {}

    static Values gemm(Call call) {
        Values a = call.input(0);
        Values b = call.input(1);
        boolean turnA = call.flag("transA");
        boolean turnB = call.flag("transB");
        double alpha = call.real("alpha", 1);
        double beta = call.real("beta", 1);
        int inner = a.extent(turnA ? 0 : 1);
        int[] shape = {a.extent(turnA ? 1 : 0), b.extent(turnB ? 0 : 1)};
        return Values.generate(shape, index -> {
            double sum = 0;
            for (int k = 0; k < inner; k++) {
                double left = turnA ? a.at(k, index[0]) : a.at(index[0], k);
                double right = turnB ? b.at(index[1], k) : b.at(k, index[1]);
                sum += left * right;
            }
            return alpha * sum + (call.has(2) ? beta * call.input(2).broadcast(index) : 0);
        });
    }

    /// numpy's matmul: a vector on the left is a row, on the right a column, and that axis is gone afterwards.
    static Values product(Values left, Values right) {
        Values a = left.rank() == 1 ? left.reshaped(1, left.extent(0)) : left;
        Values b = right.rank() == 1 ? right.reshaped(right.extent(0), 1) : right;
        int rank = Math.max(a.rank(), b.rank());
        int[] shape = new int[rank];
        for (int axis = 0; axis < rank - 2; axis++) {
            int inA = axis - (rank - a.rank());
            int inB = axis - (rank - b.rank());
            int extentA = inA < 0 ? 1 : a.extent(inA);
            shape[axis] = extentA == 1 && inB >= 0 ? b.extent(inB) : extentA;
        }
        shape[rank - 2] = a.extent(a.rank() - 2);
        shape[rank - 1] = b.extent(b.rank() - 1);
        int inner = a.extent(a.rank() - 1);
        Values full = Values.generate(shape, index -> {
            int[] atA = index.clone();
            int[] atB = index.clone();
            double sum = 0;
            for (int k = 0; k < inner; k++) {
                atA[rank - 1] = k;
                atB[rank - 2] = k;
                sum += a.broadcast(atA) * b.broadcast(atB);
            }
            return sum;
        });
        return left.rank() == 1 || right.rank() == 1 ? full.reshaped(without(shape, left, right)) : full;
    }

    private static int[] without(int[] shape, Values left, Values right) {
        return java.util.stream.IntStream.range(0, shape.length)
                .filter(axis -> !(left.rank() == 1 && axis == shape.length - 2))
                .filter(axis -> !(right.rank() == 1 && axis == shape.length - 1))
                .map(axis -> shape[axis])
                .toArray();
    }
}
