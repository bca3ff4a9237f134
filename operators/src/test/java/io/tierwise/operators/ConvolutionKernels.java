package io.tierwise.operators;

import java.util.Arrays;

/// Convolutions of any number of spatial axes, and their transposes.
final class ConvolutionKernels {

    private ConvolutionKernels() {}

    static Values conv(Call call) {
        Values x = call.input(0);
        Values w = call.input(1);
        int group = (int) call.integer("group", 1);
        int[] kernel = Window.spatial(w);
        Window window = Window.of(call, Window.spatial(x), kernel);
        int[] shape = joined(x.extent(0), w.extent(0), window.count());
        int ofGroup = w.extent(0) / group;
        int taken = w.extent(1);
        return Values.generate(shape, index -> {
            int first = index[1] / ofGroup * taken;
            double sum = call.has(2) ? call.input(2).at(index[1]) : 0;
            int[] offset = new int[kernel.length];
            int[] from = new int[x.rank()];
            int[] at = new int[x.rank()];
            from[0] = index[0];
            at[0] = index[1];
            for (int i = 0; i < Values.size(kernel); i++) {
                if (place(window, index, offset, from, at)) {
                    for (int channel = 0; channel < taken; channel++) {
                        from[1] = first + channel;
                        at[1] = channel;
                        sum += x.at(from) * w.at(at);
                    }
                }
                Values.advance(offset, kernel);
            }
            return sum;
        });
    }

    /// Sets where a window's element lies in the input and in the kernel; false in the padding.
    private static boolean place(Window window, int[] index, int[] offset, int[] from, int[] at) {
        for (int axis = 0; axis < offset.length; axis++) {
            from[axis + 2] = window.position(axis, index[axis + 2], offset[axis]);
            at[axis + 2] = offset[axis];
            if (!window.inside(axis, from[axis + 2])) {
                return false;
            }
        }
        return true;
    }

    private static int[] joined(int batch, int channels, int[] spatial) {
        int[] shape = new int[spatial.length + 2];
        shape[0] = batch;
        shape[1] = channels;
        System.arraycopy(spatial, 0, shape, 2, spatial.length);
        return shape;
    }

    static Values transposed(Call call) {
        Values x = call.input(0);
        Values w = call.input(1);
        int group = (int) call.integer("group", 1);
        int[] kernel = Window.spatial(w);
        Spread spread = new Spread(call, Window.spatial(x), kernel);
        int made = w.extent(1);
        int[] shape = joined(x.extent(0), made * group, spread.out);
        double[] sums = new double[Values.size(shape)];
        Values empty = Values.reals(shape, sums);
        int[] source = new int[x.rank()];
        for (int i = 0; i < x.size(); i++) {
            int[] offset = new int[kernel.length];
            for (int k = 0; k < Values.size(kernel); k++) {
                for (int channel = 0; channel < made; channel++) {
                    int[] target = spread.target(source, offset);
                    if (target.length > 0) {
                        target[1] = source[1] / (x.extent(1) / group) * made + channel;
                        int[] at = joined(source[1], channel, offset);
                        sums[position(empty, target)] += x.flat(i) * w.at(at);
                    }
                }
                Values.advance(offset, kernel);
            }
            Values.advance(source, x.shape());
        }
        Values spreadOut = Values.reals(shape, sums);
        return Values.generate(
                shape,
                index -> spreadOut.at(index) + (call.has(2) ? call.input(2).at(index[1]) : 0));
    }

    private static int position(Values values, int... index) {
        int position = 0;
        for (int axis = 0; axis < index.length; axis++) {
            position = position * values.extent(axis) + index[axis];
        }
        return position;
    }

    /// Where the elements of an input are spread to.
    private static final class Spread {
        final int[] out;
        private final int[] strides;
        private final int[] dilations;
        private final int[] begin;

        Spread(Call call, int[] spatial, int[] kernel) {
            int axes = spatial.length;
            strides = call.integers("strides", axes, 1);
            dilations = call.integers("dilations", axes, 1);
            begin = Arrays.copyOf(call.integers("pads", 2 * axes, 0), axes);
            out = new int[axes];
            int[] more = call.integers("output_padding", axes, 0);
            int[] pads = call.integers("pads", 2 * axes, 0);
            int[] wanted = call.integers("output_shape", axes, 0);
            String auto = call.text("auto_pad", "NOTSET");
            for (int axis = 0; axis < axes; axis++) {
                int whole = strides[axis] * (spatial[axis] - 1) + more[axis] + (kernel[axis] - 1) * dilations[axis] + 1;
                if (auto.startsWith("SAME") || call.has("output_shape")) {
                    out[axis] = call.has("output_shape")
                            ? wanted[wanted.length - axes + axis]
                            : spatial[axis] * strides[axis];
                    int cut = Math.max(0, whole - out[axis]);
                    begin[axis] = auto.equals("SAME_UPPER") ? cut / 2 : cut - cut / 2;
                } else {
                    out[axis] = whole - pads[axis] - pads[axis + axes];
                }
            }
        }

        /// Where an element of the input goes by an element of the kernel; empty if that is cut off.
        int[] target(int[] source, int[] offset) {
            int[] target = new int[source.length];
            target[0] = source[0];
            for (int axis = 0; axis < offset.length; axis++) {
                int at = source[axis + 2] * strides[axis] + offset[axis] * dilations[axis] - begin[axis];
                if (at < 0 || at >= out[axis]) {
                    return new int[0];
                }
                target[axis + 2] = at;
            }
            return target;
        }
    }
}
