package io.tierwise.data;

import io.tierwise.data.Encoded.Pixels;
import io.tierwise.data.Preprocessing.Size;
import java.util.Arrays;

/// Resizes and crops 8-bit pixels, bit for bit as Pillow does.
///
/// Pillow convolves: first along rows, then along columns, with weights in 22-bit fixed point, rounding
/// to 8 bits in between; the filter widens with the reduction, which is what antialiases. (Pillow 13
/// sometimes begins with columns: one level of difference.) Networks are trained on pixels made this
/// way, and other resizers (nearest four pixels, floating point) cost accuracy.
final class PixelResize {
    /// 32 bits less 8 for the pixel less 2 for overshoot of the cubic and the sign.
    private static final int PRECISION_BITS = 22;

    private PixelResize() {}

    /// For each output position: the first input position and the weights from there on.
    @SuppressWarnings("ArrayRecordComponent") // local to this class
    private record Weights(int[] first, int[][] fixedPoint) {}

    static Pixels resize(Pixels pixels, Size size, Interpolation interpolation) {
        if (size.height() == pixels.height() && size.width() == pixels.width()) {
            return pixels;
        }
        if (interpolation == Interpolation.NEAREST) {
            return nearest(pixels, size);
        }
        Pixels wide = size.width() == pixels.width()
                ? pixels
                : alongRows(pixels, weights(pixels.width(), size.width(), interpolation));
        return size.height() == wide.height()
                ? wide
                : alongColumns(wide, weights(wide.height(), size.height(), interpolation));
    }

    private static Pixels nearest(Pixels pixels, Size size) {
        int channels = pixels.channels();
        byte[] out = new byte[size.height() * size.width() * channels];
        int[] rows = nearest(pixels.height(), size.height());
        int[] columns = nearest(pixels.width(), size.width());
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int from = (rows[y] * pixels.width() + columns[x]) * channels;
                System.arraycopy(pixels.bytes(), from, out, (y * size.width() + x) * channels, channels);
            }
        }
        return new Pixels(out, size.height(), size.width(), channels);
    }

    /// Positions are summed up, not multiplied: where one falls between two pixels, rounding errors
    /// decide as in Pillow.
    private static int[] nearest(int in, int out) {
        int[] positions = new int[out];
        double scale = (double) in / out;
        double position = scale * 0.5;
        for (int i = 0; i < out; i++) {
            positions[i] = Math.min(in - 1, (int) position);
            position += scale;
        }
        return positions;
    }

    private static Weights weights(int in, int out, Interpolation interpolation) {
        double scale = (double) in / out;
        double filterScale = Math.max(scale, 1);
        double support = (interpolation == Interpolation.BICUBIC ? 2 : 1) * filterScale;
        int[] first = new int[out];
        int[][] fixedPoint = new int[out][];
        for (int i = 0; i < out; i++) {
            double centre = (i + 0.5) * scale;
            first[i] = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(in, (int) (centre + support + 0.5));
            double[] exact = new double[end - first[i]];
            double sum = 0;
            for (int k = 0; k < exact.length; k++) {
                exact[k] = filter((k + first[i] - centre + 0.5) * (1 / filterScale), interpolation);
                sum += exact[k];
            }
            fixedPoint[i] = fixedPoint(exact, sum);
        }
        return new Weights(first, fixedPoint);
    }

    private static int[] fixedPoint(double[] exact, double sum) {
        int[] fixed = new int[exact.length];
        for (int k = 0; k < exact.length; k++) {
            double share = (sum == 0 ? exact[k] : exact[k] / sum) * (1 << PRECISION_BITS);
            fixed[k] = (int) (share < 0 ? share - 0.5 : share + 0.5);
        }
        return fixed;
    }

    private static double filter(double position, Interpolation interpolation) {
        double x = Math.abs(position);
        if (interpolation == Interpolation.BILINEAR) {
            return x < 1 ? 1 - x : 0;
        }
        double a = -0.5;
        if (x < 1) {
            return ((a + 2) * x - (a + 3)) * x * x + 1;
        }
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }

    private static Pixels alongRows(Pixels pixels, Weights weights) {
        int channels = pixels.channels();
        int width = weights.first().length;
        byte[] in = pixels.bytes();
        byte[] out = new byte[Math.multiplyExact(pixels.height(), width * channels)];
        for (int y = 0; y < pixels.height(); y++) {
            int row = y * pixels.width();
            for (int x = 0; x < width; x++) {
                int[] shares = weights.fixedPoint()[x];
                int from = (row + weights.first()[x]) * channels;
                for (int c = 0; c < channels; c++) {
                    int sum = 1 << (PRECISION_BITS - 1);
                    for (int k = 0; k < shares.length; k++) {
                        sum += (in[from + k * channels + c] & 0xff) * shares[k];
                    }
                    out[(y * width + x) * channels + c] = clip(sum);
                }
            }
        }
        return new Pixels(out, pixels.height(), width, channels);
    }

    private static Pixels alongColumns(Pixels pixels, Weights weights) {
        int height = weights.first().length;
        int rowBytes = pixels.width() * pixels.channels();
        byte[] in = pixels.bytes();
        byte[] out = new byte[Math.multiplyExact(height, rowBytes)];
        int[] sums = new int[rowBytes];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 1 << (PRECISION_BITS - 1));
            int[] shares = weights.fixedPoint()[y];
            for (int k = 0; k < shares.length; k++) {
                int from = (weights.first()[y] + k) * rowBytes;
                int share = shares[k];
                for (int i = 0; i < rowBytes; i++) {
                    sums[i] += (in[from + i] & 0xff) * share;
                }
            }
            for (int i = 0; i < rowBytes; i++) {
                out[y * rowBytes + i] = clip(sums[i]);
            }
        }
        return new Pixels(out, height, pixels.width(), pixels.channels());
    }

    private static byte clip(int fixedPoint) {
        return (byte) Math.clamp(fixedPoint >> PRECISION_BITS, 0, 255);
    }

    /// The middle of the image; where half a pixel is left over, rounded half to even as Python's `round`.
    static Pixels centreCrop(Pixels pixels, Size size) {
        if (size.height() > pixels.height() || size.width() > pixels.width()) {
            throw new DataException("preprocess: crop=" + size + " is larger than the image of " + pixels.height() + "x"
                    + pixels.width() + ". Resize first, or crop less.");
        }
        int top = (int) Math.rint((pixels.height() - size.height()) / 2.0);
        int left = (int) Math.rint((pixels.width() - size.width()) / 2.0);
        int rowBytes = size.width() * pixels.channels();
        byte[] out = new byte[size.height() * rowBytes];
        for (int y = 0; y < size.height(); y++) {
            int from = ((top + y) * pixels.width() + left) * pixels.channels();
            System.arraycopy(pixels.bytes(), from, out, y * rowBytes, rowBytes);
        }
        return new Pixels(out, size.height(), size.width(), pixels.channels());
    }
}
