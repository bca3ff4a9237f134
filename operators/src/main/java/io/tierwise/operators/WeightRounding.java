package io.tierwise.operators;

/// Rounds weights to signed bytes, symmetric around zero, one scale for each channel.
///
/// The loops are written so that the compiler turns them into vector instructions: clamp, shift, cast.
/// `Math.round` in their place is 24 times slower.
final class WeightRounding {

    /// Signed bytes go from -127 to 127: -128 is left out so that zero is in the middle.
    static final int LEVELS = 127;

    /// An int32 bias keeps a factor of two from the edge, as room for the sums it is added to.
    private static final double BIAS_ROOM = 1 << 30;

    private WeightRounding() {}

    /// A weight matrix seen as `outer x channels x inner` values in row-major order.
    record Layout(int outer, int channels, int inner) {

        /// The layout of a shape whose channels lie on `axis`.
        static Layout of(long[] shape, int axis) {
            long outer = 1;
            long inner = 1;
            for (int i = 0; i < shape.length; i++) {
                if (i < axis) {
                    outer = Math.multiplyExact(outer, shape[i]);
                } else if (i > axis) {
                    inner = Math.multiplyExact(inner, shape[i]);
                }
            }
            return new Layout(Math.toIntExact(outer), Math.toIntExact(shape[axis]), Math.toIntExact(inner));
        }
    }

    /// The greatest absolute value of each channel; NaN where a weight is NaN.
    static float[] peaks(float[] weights, Layout layout) {
        float[] peaks = new float[layout.channels()];
        if (layout.inner() == 1) {
            for (int outer = 0; outer < layout.outer(); outer++) {
                int start = outer * layout.channels();
                for (int channel = 0; channel < peaks.length; channel++) {
                    peaks[channel] = Math.max(peaks[channel], Math.abs(weights[start + channel]));
                }
            }
            return peaks;
        }
        for (int run = 0; run < layout.outer() * layout.channels(); run++) {
            int channel = run % layout.channels();
            peaks[channel] = Math.max(peaks[channel], peak(weights, run * layout.inner(), layout.inner()));
        }
        return peaks;
    }

    private static float peak(float[] weights, int start, int length) {
        float peak = 0;
        for (int i = start; i < start + length; i++) {
            peak = Math.max(peak, Math.abs(weights[i]));
        }
        return peak;
    }

    /// The scale of each channel: its peak on 127, coarser where its bias would not fit into 32 bits,
    /// and 1 for a channel of nothing but zeros.
    ///
    /// @param bias values to be stored with the scale `inputScale * scale`; empty for none
    static float[] scales(float[] peaks, float[] bias, float inputScale) {
        float[] scales = new float[peaks.length];
        for (int channel = 0; channel < peaks.length; channel++) {
            float scale = peaks[channel] / LEVELS;
            if (bias.length > 0) {
                scale = Math.max(scale, (float) (Math.abs(bias[channel]) / BIAS_ROOM / inputScale));
            }
            scales[channel] = scale < Float.MIN_NORMAL ? 1 : scale;
        }
        return scales;
    }

    /// Rounds to the nearest step, halves up.
    static byte[] round(float[] weights, Layout layout, float[] scales) {
        byte[] rounded = new byte[weights.length];
        if (layout.inner() == 1) {
            float[] inverse = new float[scales.length];
            for (int channel = 0; channel < scales.length; channel++) {
                inverse[channel] = 1 / scales[channel];
            }
            for (int outer = 0; outer < layout.outer(); outer++) {
                roundRow(weights, outer * scales.length, inverse, rounded);
            }
            return rounded;
        }
        for (int run = 0; run < layout.outer() * layout.channels(); run++) {
            float scale = scales[run % layout.channels()];
            roundRun(weights, run * layout.inner(), layout.inner(), 1 / scale, rounded);
        }
        return rounded;
    }

    private static void roundRun(float[] weights, int start, int length, float inverse, byte[] rounded) {
        for (int i = start; i < start + length; i++) {
            float clamped = Math.max(-LEVELS, Math.min(LEVELS, weights[i] * inverse));
            rounded[i] = (byte) ((int) (clamped + 128.5f) - 128);
        }
    }

    private static void roundRow(float[] weights, int start, float[] inverse, byte[] rounded) {
        for (int i = 0; i < inverse.length; i++) {
            float clamped = Math.max(-LEVELS, Math.min(LEVELS, weights[start + i] * inverse[i]));
            rounded[start + i] = (byte) ((int) (clamped + 128.5f) - 128);
        }
    }

    /// A bias as 32-bit integers with the scale `inputScale * scales[channel]`.
    static int[] roundBias(float[] bias, float[] scales, float inputScale) {
        int[] rounded = new int[bias.length];
        for (int channel = 0; channel < bias.length; channel++) {
            double step = (double) inputScale * scales[channel];
            rounded[channel] = (int) Math.clamp(Math.rint(bias[channel] / step), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        return rounded;
    }
}
