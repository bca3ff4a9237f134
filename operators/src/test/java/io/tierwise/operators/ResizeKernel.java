package io.tierwise.operators;

import java.util.Arrays;
import java.util.Optional;

/// Resize by nearest neighbours and by linear interpolation, and its forerunner Upsample.
final class ResizeKernel {

    private final Call call;
    private final Values x;
    private final double[] scales;
    private final int[] out;

    private ResizeKernel(Call call) {
        this.call = call;
        this.x = call.input(0);
        this.scales = new double[x.rank()];
        this.out = x.shape();
        Arrays.fill(scales, 1);
        for (String known : new String[] {"antialias", "exclude_outside"}) {
            if (call.flag(known)) {
                throw call.unsupported("with " + known);
            }
        }
        if (!call.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
            throw call.unsupported("that keeps the aspect ratio");
        }
        int[] axes = call.integers("axes")
                .map(given -> Arrays.stream(given).mapToInt(x::axis).toArray())
                .orElseGet(() -> java.util.stream.IntStream.range(0, x.rank()).toArray());
        if (legacy()) {
            scaled(axes, call.input(1));
        } else {
            Optional<Values> factors = call.optional(2).filter(values -> values.size() > 0);
            factors.ifPresentOrElse(values -> scaled(axes, values), () -> sized(axes, call.input(3)));
        }
    }

    static Values resize(Call call) {
        ResizeKernel kernel = new ResizeKernel(call);
        return switch (call.text("mode", "nearest")) {
            case "nearest" -> kernel.nearest();
            case "linear" -> kernel.linear();
            default -> throw call.unsupported("with mode " + call.text("mode", ""));
        };
    }

    /// Before opset 11 the only other input are the scales.
    private boolean legacy() {
        return call.opset() < 11 || call.node().operator().equals("Upsample");
    }

    private void scaled(int[] axes, Values factors) {
        for (int i = 0; i < axes.length; i++) {
            scales[axes[i]] = factors.flat(i);
            out[axes[i]] = (int) Math.floor(x.extent(axes[i]) * factors.flat(i));
        }
    }

    private void sized(int[] axes, Values sizes) {
        for (int i = 0; i < axes.length; i++) {
            out[axes[i]] = (int) sizes.flat(i);
            scales[axes[i]] = sizes.flat(i) / x.extent(axes[i]);
        }
    }

    /// The place in the input, between two elements, that a place in the answer comes from.
    private double source(int axis, int place) {
        if (scales[axis] == 1) {
            return place;
        }
        double scale = scales[axis];
        String mode = legacy() ? "asymmetric" : call.text("coordinate_transformation_mode", "half_pixel");
        return switch (mode) {
            case "half_pixel" -> (place + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> out[axis] > 1 ? (place + 0.5) / scale - 0.5 : 0;
            case "align_corners" -> out[axis] == 1 ? 0 : place * (x.extent(axis) - 1.0) / (out[axis] - 1);
            case "asymmetric" -> place / scale;
            case "tf_half_pixel_for_nn" -> (place + 0.5) / scale;
            case "half_pixel_symmetric" -> {
                double adjustment = out[axis] / (scale * x.extent(axis));
                double offset = x.extent(axis) / 2.0 * (1 - adjustment);
                yield offset + (place + 0.5) / scale - 0.5;
            }
            default -> throw call.unsupported("with coordinates " + mode);
        };
    }

    private Values nearest() {
        String rounding = legacy() ? "floor" : call.text("nearest_mode", "round_prefer_floor");
        return x.like(out, index -> {
            int[] at = new int[index.length];
            for (int axis = 0; axis < at.length; axis++) {
                double source = source(axis, index[axis]);
                double rounded = switch (rounding) {
                    case "round_prefer_floor" -> Math.ceil(source - 0.5);
                    case "round_prefer_ceil" -> Math.floor(source + 0.5);
                    case "floor" -> Math.floor(source);
                    default -> Math.ceil(source);
                };
                at[axis] = Math.clamp((long) rounded, 0, x.extent(axis) - 1);
            }
            return x.at(at);
        });
    }

    private Values linear() {
        return Values.generate(out, index -> between(index, 0, new int[index.length]));
    }

    private double between(int[] index, int axis, int[] at) {
        if (axis == index.length) {
            return x.at(at);
        }
        double source = Math.clamp(source(axis, index[axis]), 0.0, x.extent(axis) - 1.0);
        int low = (int) Math.floor(source);
        double share = source - low;
        at[axis] = low;
        double below = between(index, axis + 1, at);
        if (share == 0) {
            return below;
        }
        at[axis] = Math.min(low + 1, x.extent(axis) - 1);
        return below * (1 - share) + between(index, axis + 1, at) * share;
    }
}
