package io.tierwise.operators;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Operators that move or select values.
final class MovementKernels {

    private MovementKernels() {}

    static Values slice(Call call) {
        Values x = call.input(0);
        long[] starts = call.list("starts", 1).orElseThrow();
        long[] ends = call.list("ends", 2).orElseThrow();
        long[] axes = call.list("axes", 3)
                .orElseGet(() ->
                        java.util.stream.LongStream.range(0, starts.length).toArray());
        long[] steps = call.optional(4).map(Values::longs).orElseGet(() -> ones(starts.length));
        int[] first = new int[x.rank()];
        int[] step = new int[x.rank()];
        int[] shape = x.shape();
        Arrays.fill(step, 1);
        for (int i = 0; i < axes.length; i++) {
            int axis = x.axis(axes[i]);
            long extent = x.extent(axis);
            step[axis] = (int) steps[i];
            boolean back = step[axis] < 0;
            long from = Math.clamp(starts[i] < 0 ? starts[i] + extent : starts[i], 0, back ? extent - 1 : extent);
            long to = Math.clamp(ends[i] < 0 ? ends[i] + extent : ends[i], back ? -1 : 0, extent);
            first[axis] = (int) from;
            shape[axis] = (int) Math.max(0, Math.ceilDiv(to - from, (long) step[axis]));
        }
        return x.like(shape, index -> {
            int[] at = IntStream.range(0, index.length)
                    .map(axis -> first[axis] + index[axis] * step[axis])
                    .toArray();
            return x.at(at);
        });
    }

    private static long[] ones(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    static Values gather(Call call) {
        Values x = call.input(0);
        Values indices = call.input(1);
        int axis = x.axis(call.integer("axis", 0));
        int[] shape = new int[x.rank() - 1 + indices.rank()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = i < axis
                    ? x.extent(i)
                    : i < axis + indices.rank() ? indices.extent(i - axis) : x.extent(i - indices.rank() + 1);
        }
        return x.like(shape, index -> {
            int[] at = new int[x.rank()];
            int picked = (int) indices.at(Arrays.copyOfRange(index, axis, axis + indices.rank()));
            for (int i = 0; i < at.length; i++) {
                at[i] = i < axis ? index[i] : i == axis ? 0 : index[i + indices.rank() - 1];
            }
            at[axis] = picked < 0 ? picked + x.extent(axis) : picked;
            return x.at(at);
        });
    }

    static Values concat(Call call) {
        List<Values> parts = call.inputs().stream().map(Optional::orElseThrow).toList();
        Values first = parts.getFirst();
        int axis = first.axis(call.integer("axis", 0));
        int[] shape = first.shape();
        shape[axis] = parts.stream().mapToInt(part -> part.extent(axis)).sum();
        return first.like(shape, index -> {
            int[] at = index.clone();
            for (Values part : parts) {
                if (at[axis] < part.extent(axis)) {
                    return part.at(at);
                }
                at[axis] -= part.extent(axis);
            }
            throw new IllegalStateException("no part holds " + Arrays.toString(index));
        });
    }

    static Values transpose(Call call) {
        Values x = call.input(0);
        int[] order = call.integers("perm")
                .map(Values::ints)
                .orElseGet(() -> IntStream.range(0, x.rank())
                        .map(axis -> x.rank() - 1 - axis)
                        .toArray());
        return transpose(x, order);
    }

    private static Values transpose(Values x, int... order) {
        int[] shape = IntStream.of(order).map(x::extent).toArray();
        return x.like(shape, index -> {
            int[] at = new int[index.length];
            for (int axis = 0; axis < at.length; axis++) {
                at[order[axis]] = index[axis];
            }
            return x.at(at);
        });
    }

    static Values expand(Call call) {
        Values x = call.input(0);
        Values shape = Values.generate(Values.ints(call.input(1).longs()), index -> 0);
        return x.like(Broadcast.shape(x, shape), x::broadcast);
    }

    static Values tile(Call call) {
        Values x = call.input(0);
        int[] repeats = Values.ints(call.input(1).longs());
        int[] shape = IntStream.range(0, x.rank())
                .map(axis -> x.extent(axis) * repeats[axis])
                .toArray();
        return x.like(
                shape,
                index -> x.at(IntStream.range(0, index.length)
                        .map(axis -> index[axis] % x.extent(axis))
                        .toArray()));
    }

    static List<Values> split(Call call) {
        Values x = call.input(0);
        int axis = x.axis(call.integer("axis", 0));
        int count = call.node().outputs().size();
        int[] sizes = call.list("split", 1).map(Values::ints).orElseGet(() -> {
            int even = Math.ceilDiv(x.extent(axis), count);
            int[] all = new int[count];
            Arrays.fill(all, even);
            all[count - 1] = x.extent(axis) - even * (count - 1);
            return all;
        });
        List<Values> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            int start = from;
            int[] shape = x.shape();
            shape[axis] = size;
            parts.add(x.like(shape, index -> {
                int[] at = index.clone();
                at[axis] += start;
                return x.at(at);
            }));
            from += size;
        }
        return parts;
    }

    static Values depthToSpace(Call call) {
        Values x = call.input(0);
        int b = (int) call.integer("blocksize", 1);
        int n = x.extent(0);
        int c = x.extent(1) / (b * b);
        int h = x.extent(2);
        int w = x.extent(3);
        Values turned = call.text("mode", "DCR").equals("DCR")
                ? transpose(x.reshaped(n, b, b, c, h, w), 0, 3, 4, 1, 5, 2)
                : transpose(x.reshaped(n, c, b, b, h, w), 0, 1, 4, 2, 5, 3);
        return turned.reshaped(n, c, h * b, w * b);
    }

    static Values spaceToDepth(Call call) {
        Values x = call.input(0);
        int b = (int) call.integer("blocksize", 1);
        int n = x.extent(0);
        int c = x.extent(1);
        int h = x.extent(2) / b;
        int w = x.extent(3) / b;
        return transpose(x.reshaped(n, c, h, b, w, b), 0, 3, 5, 1, 2, 4).reshaped(n, c * b * b, h, w);
    }
}
