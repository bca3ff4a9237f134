package io.tierwise.operators;

import java.util.List;
import java.util.Optional;

/// Products of bytes, and bytes over a range found on the spot.
final class IntegerKernels {

    private IntegerKernels() {}

    /// Bytes, scale and zero point after the specification's formula: the range holds 0, the scale is a 255th
    /// of it, and both roundings go to the nearest, halves to even.
    static List<Values> dynamicQuantize(Values x) {
        double least = 0;
        double greatest = 0;
        for (int i = 0; i < x.size(); i++) {
            least = Math.min(least, x.flat(i));
            greatest = Math.max(greatest, x.flat(i));
        }
        // All of it is float32: the scale that leaves is the one divided by, and quotients near the middle
        // between two whole numbers fall where float32 puts them.
        double scale = greatest == least ? 1 : (float) ((greatest - least) / 255);
        double zero = Math.clamp(Math.rint((float) (-least / scale)), 0, 255);
        Values bytes = Values.wholes(x.shape(), new double[x.size()])
                .like(x.shape(), at -> Math.clamp(Math.rint((float) (x.at(at) / scale)) + zero, 0, 255));
        return List.of(
                bytes, Values.reals(new int[0], new double[] {scale}), Values.wholes(new int[0], new double[] {zero}));
    }

    /// The product of two matrices of integers less their zero points: one for all, one for each row of the
    /// first, one for each column of the second.
    static Values product(Call call) {
        return MatrixKernels.product(
                shifted(call.input(0), call.optional(2), true), shifted(call.input(1), call.optional(3), false));
    }

    private static Values shifted(Values values, Optional<Values> zero, boolean rows) {
        return zero.map(point -> values.like(values.shape(), at -> {
                    int axis = at.length - (rows ? 2 : 1);
                    return values.at(at) - (point.size() == 1 ? point.flat(0) : point.flat(at[axis]));
                }))
                .orElse(values);
    }
}
