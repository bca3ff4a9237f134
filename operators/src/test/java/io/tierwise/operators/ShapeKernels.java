package io.tierwise.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Operators that keep every value and change or ask for the shape.
final class ShapeKernels {

    private ShapeKernels() {}

    static Values run(Call call) {
        Values x = call.input(0);
        return switch (call.node().operator()) {
            case "Identity" -> x;
            case "Dropout" -> dropout(call, x);
            case "Shape" -> shape(call, x);
            case "Reshape" -> x.reshaped(reshape(call, x));
            case "Flatten" -> flatten(call, x);
            case "Squeeze" -> x.reshaped(squeezed(call, x));
            default -> x.reshaped(unsqueezed(call, x));
        };
    }

    private static Values dropout(Call call, Values x) {
        if (call.optional(2).filter(training -> training.flat(0) != 0).isPresent()) {
            throw call.unsupported("in training");
        }
        return x;
    }

    private static Values shape(Call call, Values x) {
        int start = Math.clamp(x.axis(call.integer("start", 0)), 0, x.rank());
        int end = Math.clamp(x.axis(call.integer("end", x.rank())), 0, x.rank());
        double[] extents = Arrays.stream(Arrays.copyOfRange(x.shape(), start, Math.max(start, end)))
                .asDoubleStream()
                .toArray();
        return Values.wholes(new int[] {extents.length}, extents);
    }

    private static int[] reshape(Call call, Values x) {
        int[] shape = Values.ints(call.input(1).longs());
        int open = -1;
        int others = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] == 0 && !call.flag("allowzero")) {
                shape[axis] = x.extent(axis);
            }
            if (shape[axis] == -1) {
                open = axis;
            } else {
                others *= shape[axis];
            }
        }
        if (open >= 0) {
            shape[open] = x.size() / others;
        }
        return shape;
    }

    private static Values flatten(Call call, Values x) {
        int axis = x.axis(call.integer("axis", 1));
        int rows = Values.size(Arrays.copyOf(x.shape(), axis));
        return x.reshaped(rows, Values.size(Arrays.copyOfRange(x.shape(), axis, x.rank())));
    }

    private static int[] squeezed(Call call, Values x) {
        Optional<long[]> axes = call.list("axes", 1);
        List<Integer> gone = axes.map(
                        given -> Arrays.stream(given).mapToObj(x::axis).toList())
                .orElseGet(() -> IntStream.range(0, x.rank())
                        .filter(axis -> x.extent(axis) == 1)
                        .boxed()
                        .toList());
        return IntStream.range(0, x.rank())
                .filter(axis -> !gone.contains(axis))
                .map(x::extent)
                .toArray();
    }

    private static int[] unsqueezed(Call call, Values x) {
        long[] axes = call.list("axes", 1).orElseThrow();
        int rank = x.rank() + axes.length;
        List<Integer> fresh = new ArrayList<>();
        for (long axis : axes) {
            fresh.add((int) (axis < 0 ? axis + rank : axis));
        }
        int[] shape = new int[rank];
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = fresh.contains(axis) ? 1 : x.extent(next++);
        }
        return shape;
    }
}
