package io.tierwise.operators;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reductions along axes, and Softmax.
final class ReductionKernels {

    private ReductionKernels() {}

    static Values reduce(Call call) {
        Values x = call.input(0);
        Optional<long[]> asked = call.list("axes", 1).filter(axes -> axes.length > 0);
        if (asked.isEmpty() && call.flag("noop_with_empty_axes")) {
            return x;
        }
        boolean[] gone = new boolean[x.rank()];
        asked.ifPresentOrElse(
                axes -> Arrays.stream(axes).forEach(axis -> gone[x.axis(axis)] = true), () -> Arrays.fill(gone, true));
        int[] kept = IntStream.range(0, x.rank())
                .map(axis -> gone[axis] ? 1 : x.extent(axis))
                .toArray();
        int[] box = IntStream.range(0, x.rank())
                .map(axis -> gone[axis] ? x.extent(axis) : 1)
                .toArray();
        Values reduced = x.like(kept, index -> one(call, x, index, box));
        int[] shape = IntStream.range(0, x.rank())
                .filter(axis -> call.integer("keepdims", 1) != 0 || !gone[axis])
                .map(axis -> kept[axis])
                .toArray();
        return reduced.reshaped(shape);
    }

    private static double one(Call call, Values x, int[] index, int[] box) {
        double sum = 0;
        double squares = 0;
        double product = 1;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int[] offset = new int[box.length];
        int count = Values.size(box);
        for (int i = 0; i < count; i++) {
            int[] at = IntStream.range(0, box.length)
                    .map(axis -> index[axis] + offset[axis])
                    .toArray();
            double value = x.at(at);
            sum += value;
            squares += value * value;
            product *= value;
            low = Math.min(low, value);
            high = Math.max(high, value);
            Values.advance(offset, box);
        }
        return switch (call.node().operator()) {
            case "ReduceMean" -> sum / count;
            case "ReduceSum" -> sum;
            case "ReduceSumSquare" -> squares;
            case "ReduceL2" -> Math.sqrt(squares);
            case "ReduceProd" -> product;
            case "ReduceMin" -> low;
            default -> high;
        };
    }

    /// Along one axis; before opset 13 over all axes from one on.
    static Values softmax(Call call) {
        Values x = call.input(0);
        int axis = x.axis(call.integer("axis", call.opset() < 13 ? 1 : -1));
        int before = Values.size(Arrays.copyOf(x.shape(), axis));
        int last = call.opset() < 13 ? x.rank() : axis + 1;
        int along = Values.size(Arrays.copyOfRange(x.shape(), axis, last));
        int after = x.size() / Math.max(1, before * along);
        Values rows = x.reshaped(before, along, after);
        boolean log = call.node().operator().equals("LogSoftmax");
        return Values.generate(rows.shape(), index -> {
                    double peak = Double.NEGATIVE_INFINITY;
                    for (int i = 0; i < along; i++) {
                        peak = Math.max(peak, rows.at(index[0], i, index[2]));
                    }
                    double sum = 0;
                    for (int i = 0; i < along; i++) {
                        sum += Math.exp(rows.at(index[0], i, index[2]) - peak);
                    }
                    double above = rows.at(index) - peak;
                    return log ? above - Math.log(sum) : Math.exp(above) / sum;
                })
                .reshaped(x.shape());
    }
}
