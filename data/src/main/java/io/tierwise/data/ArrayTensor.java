package io.tierwise.data;

import java.util.Arrays;

/// From an array without a batch dimension to a tensor at batch 1.
final class ArrayTensor {
    private ArrayTensor() {}

    /// Floating-point numbers become floats; whole numbers stay (they may be token numbers) unless
    /// scale, mean or std ask for arithmetic. Channels are the first dimension for NCHW, the last for
    /// NHWC.
    static Tensor of(Tensor array, Preprocessing steps) {
        refuseImageSteps(array, steps);
        long[] inner = array.shape();
        long[] shape = new long[inner.length + 1];
        shape[0] = 1;
        System.arraycopy(inner, 0, shape, 1, inner.length);
        if (steps.keepsValues()
                && (array.type() == ElementType.FLOAT || !array.type().isFloating())) {
            return array.reshaped(shape);
        }
        float[] values = array.toFloats();
        if (!steps.keepsValues()) {
            scale(values, inner, steps);
        }
        return Tensor.ofFloats(values, shape);
    }

    static void refuseImageSteps(Tensor array, Preprocessing steps) {
        if (steps.resize().isPresent()
                || steps.crop().isPresent()
                || steps.color().isPresent()) {
            throw new DataException("preprocess: resize, crop and color are for images; the samples are arrays of "
                    + array + ". Leave them out.");
        }
    }

    private static void scale(float[] values, long[] shape, Preprocessing steps) {
        boolean first = steps.layout() == Preprocessing.Layout.NCHW;
        int channels = shape.length == 0 ? 1 : (int) (first ? shape[0] : shape[shape.length - 1]);
        int inner = first && channels > 0 ? values.length / channels : 1;
        double[] mean = new double[channels];
        double[] std = new double[channels];
        Arrays.setAll(mean, c -> PixelTensor.of("mean", steps.mean(), c, channels));
        Arrays.setAll(std, c -> PixelTensor.of("std", steps.std(), c, channels));
        for (int i = 0; i < values.length; i++) {
            int channel = i / inner % channels;
            values[i] = (float) ((values[i] * steps.scale() - mean[channel]) / std[channel]);
        }
    }
}
