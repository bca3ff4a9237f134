package io.tierwise.operators;

import java.util.Arrays;

/// Where the windows of a convolution or pooling lie along each spatial axis.
final class Window {

    final int[] kernel;
    final int[] strides;
    final int[] dilations;
    final int[] begin;
    final int[] end;
    private final int[] spatial;
    private final boolean roundsUp;

    private Window(Call call, int[] spatial, int[] kernel) {
        int axes = spatial.length;
        this.spatial = spatial;
        this.kernel = kernel;
        this.strides = call.integers("strides", axes, 1);
        this.dilations = call.integers("dilations", axes, 1);
        this.roundsUp = call.flag("ceil_mode");
        this.begin = new int[axes];
        this.end = new int[axes];
        String auto = call.text("auto_pad", "NOTSET");
        int[] pads = call.integers("pads", 2 * axes, 0);
        for (int axis = 0; axis < axes; axis++) {
            switch (auto) {
                case "NOTSET" -> {
                    begin[axis] = pads[axis];
                    end[axis] = pads[axis + axes];
                }
                case "VALID" -> {}
                case "SAME_UPPER", "SAME_LOWER" -> same(axis, auto.equals("SAME_LOWER"));
                default -> throw call.unsupported("with auto_pad " + auto);
            }
        }
    }

    /// Windows over an input with these spatial extents.
    static Window of(Call call, int[] spatial, int[] kernel) {
        return new Window(call, spatial, kernel);
    }

    /// The extents behind batch and channels.
    static int[] spatial(Values values) {
        return Arrays.copyOfRange(values.shape(), 2, values.rank());
    }

    private void same(int axis, boolean lower) {
        int windows = Math.ceilDiv(spatial[axis], strides[axis]);
        int padding = Math.max(0, (windows - 1) * strides[axis] + reach(axis) - spatial[axis]);
        begin[axis] = lower ? Math.ceilDiv(padding, 2) : padding / 2;
        end[axis] = padding - begin[axis];
    }

    /// Elements from the first to the last of a window.
    int reach(int axis) {
        return (kernel[axis] - 1) * dilations[axis] + 1;
    }

    /// How many windows fit along each axis. A last one that begins in the padding behind does not count.
    int[] count() {
        int[] count = new int[spatial.length];
        for (int axis = 0; axis < count.length; axis++) {
            int room = spatial[axis] + begin[axis] + end[axis] - reach(axis);
            count[axis] = 1 + (roundsUp ? Math.ceilDiv(room, strides[axis]) : Math.floorDiv(room, strides[axis]));
            if (roundsUp && (count[axis] - 1) * strides[axis] >= spatial[axis] + begin[axis]) {
                count[axis]--;
            }
        }
        return count;
    }

    /// The position in the input of an element of a window; outside of it in the padding.
    int position(int axis, int window, int element) {
        return window * strides[axis] - begin[axis] + element * dilations[axis];
    }

    boolean inside(int axis, int position) {
        return position >= 0 && position < spatial[axis];
    }

    /// Whether a position lies in the input or in its padding, and not behind that.
    boolean insidePadding(int axis, int position) {
        return position < spatial[axis] + end[axis];
    }
}
