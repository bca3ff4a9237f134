package io.tierwise.data;

import io.tierwise.data.Encoded.Pixels;
import io.tierwise.data.Preprocessing.Layout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/// From 8-bit pixels to a tensor `[1, C, H, W]` or `[1, H, W, C]`.
final class PixelTensor {
    private PixelTensor() {}

    static Tensor of(Pixels pixels, Preprocessing steps) {
        long h = pixels.height();
        long w = pixels.width();
        long c = pixels.channels();
        long[] shape = steps.layout() == Layout.NCHW ? new long[] {1, c, h, w} : new long[] {1, h, w, c};
        long byteSize = Tensor.byteSize(steps.type(), shape);
        ByteBuffer out = ByteBuffer.allocateDirect((int) byteSize).order(ByteOrder.nativeOrder());
        if (steps.type() == ElementType.UINT8) {
            out.put(0, ordered(pixels, steps.layout()));
        } else {
            fill(out.asFloatBuffer(), pixels, steps);
        }
        return Tensor.ofBuffer(steps.type(), out, shape);
    }

    private static byte[] ordered(Pixels pixels, Layout layout) {
        if (layout == Layout.NHWC || pixels.channels() == 1) {
            return pixels.bytes();
        }
        int plane = pixels.height() * pixels.width();
        byte[] out = new byte[pixels.bytes().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = pixels.bytes()[i % plane * pixels.channels() + i / plane];
        }
        return out;
    }

    private static void fill(FloatBuffer out, Pixels pixels, Preprocessing steps) {
        int channels = pixels.channels();
        int plane = pixels.height() * pixels.width();
        byte[] in = pixels.bytes();
        boolean planar = steps.layout() == Layout.NCHW;
        float[] values = new float[in.length];
        for (int c = 0; c < channels; c++) {
            float[] table = table(steps, c, channels);
            int stride = planar ? 1 : channels;
            int start = planar ? c * plane : c;
            for (int i = 0; i < plane; i++) {
                values[start + i * stride] = table[in[i * channels + c] & 0xff];
            }
        }
        out.put(values);
    }

    /// The 256 values a channel can take: computed in double, rounded once.
    private static float[] table(Preprocessing steps, int channel, int channels) {
        double mean = of("mean", steps.mean(), channel, channels);
        double std = of("std", steps.std(), channel, channels);
        float[] table = new float[256];
        for (int q = 0; q < table.length; q++) {
            table[q] = (float) ((q * steps.scale() - mean) / std);
        }
        return table;
    }

    static double of(String key, List<Double> values, int channel, int channels) {
        if (values.size() != 1 && values.size() != channels) {
            throw new DataException("preprocess: " + key + " has " + values.size() + " values, the input has "
                    + channels + " channels. Give one value, or one a channel, or set color.");
        }
        return values.size() == 1 ? values.getFirst() : values.get(channel);
    }
}
