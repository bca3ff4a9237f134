package io.tierwise.operators;

/// Rounds weights to bytes, one scale for each channel.
///
/// The loops are written so that the compiler turns them into vector instructions: clamp, shift, cast.
/// `Math.round` in their place is 24 times slower.
final class WeightRounding {

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

        /// One channel of everything.
        static Layout whole(int elements) {
            return new Layout(1, 1, elements);
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

    /// The finest scale of each channel on levels symmetric around zero: its peak on the greatest one.
    static float[] finest(float[] peaks, Levels levels) {
        float[] scales = new float[peaks.length];
        for (int channel = 0; channel < peaks.length; channel++) {
            scales[channel] = peaks[channel] / levels.greatest();
        }
        return scales;
    }

    /// Scales as they are written: the finest ones, coarser where a bias would not fit into 32 bits, and 1 for
    /// a channel of nothing but zeros.
    ///
    /// @param finest one for each value of the bias, or one for all
    /// @param bias values to be stored with the scale `inputScale * scale`; empty for none
    static float[] scales(float[] finest, float[] bias, float inputScale) {
        float[] scales = finest.clone();
        for (int i = 0; i < bias.length; i++) {
            int channel = i % scales.length;
            scales[channel] = Math.max(scales[channel], (float) (Math.abs(bias[i]) / BIAS_ROOM / inputScale));
        }
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] = scales[channel] < Float.MIN_NORMAL ? 1 : scales[channel];
        }
        return scales;
    }

    /// Rounds to the nearest level, halves up.
    ///
    /// @param zeroPoint the level of 0
    static byte[] round(float[] weights, Layout layout, float[] scales, int zeroPoint, Levels levels) {
        Rounding rounding = new Rounding(levels.least() - zeroPoint, levels.greatest() - zeroPoint, zeroPoint);
        byte[] rounded = new byte[weights.length];
        if (layout.inner() == 1) {
            float[] inverse = new float[scales.length];
            for (int channel = 0; channel < scales.length; channel++) {
                inverse[channel] = 1 / scales[channel];
            }
            for (int outer = 0; outer < layout.outer(); outer++) {
                rounding.row(weights, outer * scales.length, inverse, rounded);
            }
            return rounded;
        }
        for (int run = 0; run < layout.outer() * layout.channels(); run++) {
            float scale = scales[run % layout.channels()];
            rounding.run(weights, run * layout.inner(), layout.inner(), 1 / scale, rounded);
        }
        return rounded;
    }

    /// The loops, with bounds seen from the zero point.
    private record Rounding(float low, float high, int zeroPoint) {

        /// More than any distance of two levels: what is cast to a whole number is then never negative,
        /// and the cast rounds down.
        private static final int LIFT = 256;

        void run(float[] weights, int start, int length, float inverse, byte[] rounded) {
            int offset = zeroPoint - LIFT;
            for (int i = start; i < start + length; i++) {
                float clamped = Math.max(low, Math.min(high, weights[i] * inverse));
                rounded[i] = (byte) ((int) (clamped + (LIFT + 0.5f)) + offset);
            }
        }

        void row(float[] weights, int start, float[] inverse, byte[] rounded) {
            int offset = zeroPoint - LIFT;
            for (int i = 0; i < inverse.length; i++) {
                float clamped = Math.max(low, Math.min(high, weights[start + i] * inverse[i]));
                rounded[start + i] = (byte) ((int) (clamped + (LIFT + 0.5f)) + offset);
            }
        }
    }

    /// A bias as 32-bit integers with the scale `inputScale * scale`.
    ///
    /// @param scales one for each value of the bias, or one for all
    static int[] roundBias(float[] bias, float[] scales, float inputScale) {
        int[] rounded = new int[bias.length];
        for (int channel = 0; channel < bias.length; channel++) {
            double step = (double) inputScale * scales[channel % scales.length];
            rounded[channel] = (int) Math.clamp(Math.rint(bias[channel] / step), Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        return rounded;
    }
}
