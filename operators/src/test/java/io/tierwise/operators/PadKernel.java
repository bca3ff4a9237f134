package io.tierwise.operators;

import java.util.stream.IntStream;

/// Pad in every mode, also with negative pads, which cut off.
final class PadKernel {

    private PadKernel() {}

    static Values pad(Call call) {
        Values x = call.input(0);
        long[] pads = call.list("pads", 1).orElseThrow();
        int[] axes = call.optional(3)
                .map(given -> IntStream.range(0, given.size())
                        .map(i -> x.axis((long) given.flat(i)))
                        .toArray())
                .orElseGet(() -> IntStream.range(0, x.rank()).toArray());
        int[] begin = new int[x.rank()];
        int[] shape = x.shape();
        for (int i = 0; i < axes.length; i++) {
            begin[axes[i]] = (int) pads[i];
            shape[axes[i]] += (int) (pads[i] + pads[i + axes.length]);
        }
        String mode = call.text("mode", "constant");
        double value = call.optional(2)
                .filter(given -> given.size() > 0)
                .map(given -> given.flat(0))
                .orElse(call.real("value", 0));
        return x.like(shape, index -> {
            int[] at = new int[index.length];
            for (int axis = 0; axis < at.length; axis++) {
                int place = index[axis] - begin[axis];
                int extent = x.extent(axis);
                if (place < 0 || place >= extent) {
                    if (mode.equals("constant")) {
                        return value;
                    }
                    place = outside(call, mode, place, extent);
                }
                at[axis] = place;
            }
            return x.at(at);
        });
    }

    private static int outside(Call call, String mode, int place, int extent) {
        return switch (mode) {
            case "edge" -> Math.clamp(place, 0, extent - 1);
            case "reflect" -> {
                int period = Math.max(1, 2 * (extent - 1));
                int folded = Math.floorMod(place, period);
                yield folded < extent ? folded : period - folded;
            }
            case "wrap" -> Math.floorMod(place, extent);
            default -> throw call.unsupported("with mode " + mode);
        };
    }
}
