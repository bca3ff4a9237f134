package io.tierwise.operators;

/// Poolings over windows and over everything.
final class PoolKernels {

    private PoolKernels() {}

    static Values pool(Call call) {
        Values x = call.input(0);
        boolean max = call.node().operator().endsWith("MaxPool");
        if (call.node().operator().startsWith("Global")) {
            return global(x, max);
        }
        if (call.node().outputs().size() > 1) {
            throw call.unsupported("with positions");
        }
        int[] kernel = call.integers("kernel_shape", 0, 1);
        Window window = Window.of(call, Window.spatial(x), kernel);
        int[] shape = x.shape();
        System.arraycopy(window.count(), 0, shape, 2, kernel.length);
        boolean padded = call.flag("count_include_pad");
        return x.like(shape, index -> one(x, window, index, max, padded));
    }

    private static Values global(Values x, boolean max) {
        int[] shape = x.shape();
        for (int axis = 2; axis < shape.length; axis++) {
            shape[axis] = 1;
        }
        int[] spatial = Window.spatial(x);
        return Values.generate(shape, index -> {
            double sum = 0;
            double peak = Double.NEGATIVE_INFINITY;
            int[] at = index.clone();
            int[] offset = new int[spatial.length];
            for (int i = 0; i < Values.size(spatial); i++) {
                System.arraycopy(offset, 0, at, 2, offset.length);
                sum += x.at(at);
                peak = Math.max(peak, x.at(at));
                Values.advance(offset, spatial);
            }
            return max ? peak : sum / Values.size(spatial);
        });
    }

    private static double one(Values x, Window window, int[] index, boolean max, boolean padded) {
        double sum = 0;
        double peak = Double.NEGATIVE_INFINITY;
        int counted = 0;
        int[] at = index.clone();
        int[] offset = new int[window.kernel.length];
        for (int i = 0; i < Values.size(window.kernel); i++) {
            boolean inside = true;
            boolean counts = true;
            for (int axis = 0; axis < offset.length; axis++) {
                at[axis + 2] = window.position(axis, index[axis + 2], offset[axis]);
                inside &= window.inside(axis, at[axis + 2]);
                counts &= window.insidePadding(axis, at[axis + 2]);
            }
            if (inside) {
                sum += x.at(at);
                peak = Math.max(peak, x.at(at));
            }
            counted += inside || (padded && counts) ? 1 : 0;
            Values.advance(offset, window.kernel);
        }
        return max ? peak : sum / counted;
    }
}
