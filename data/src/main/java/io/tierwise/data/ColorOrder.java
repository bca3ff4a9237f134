package io.tierwise.data;

import io.tierwise.data.Encoded.Pixels;
import io.tierwise.data.Preprocessing.Color;
import java.util.Locale;

/// From red, green, blue or gray pixels to the channels a model wants.
final class ColorOrder {
    private ColorOrder() {}

    static Pixels of(Pixels pixels, Color wanted) {
        if (pixels.channels() != 1 && pixels.channels() != 3) {
            throw new DataException("preprocess: color=" + wanted.name().toLowerCase(Locale.ROOT)
                    + " takes pixels of 1 or 3 channels, found " + pixels.channels() + ". Leave out color.");
        }
        boolean gray = pixels.channels() == 1;
        return switch (wanted) {
            case RGB -> gray ? replicated(pixels) : pixels;
            case BGR -> gray ? replicated(pixels) : reversed(pixels);
            case GRAY -> gray ? pixels : luma(pixels);
        };
    }

    private static Pixels replicated(Pixels pixels) {
        byte[] out = new byte[Math.multiplyExact(pixels.bytes().length, 3)];
        for (int i = 0; i < out.length; i++) {
            out[i] = pixels.bytes()[i / 3];
        }
        return new Pixels(out, pixels.height(), pixels.width(), 3);
    }

    private static Pixels reversed(Pixels pixels) {
        byte[] out = new byte[pixels.bytes().length];
        for (int i = 0; i < out.length; i += 3) {
            out[i] = pixels.bytes()[i + 2];
            out[i + 1] = pixels.bytes()[i + 1];
            out[i + 2] = pixels.bytes()[i];
        }
        return new Pixels(out, pixels.height(), pixels.width(), 3);
    }

    /// 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point, rounded.
    private static Pixels luma(Pixels pixels) {
        byte[] in = pixels.bytes();
        byte[] out = new byte[in.length / 3];
        for (int i = 0; i < out.length; i++) {
            int red = in[3 * i] & 0xff;
            int green = in[3 * i + 1] & 0xff;
            int blue = in[3 * i + 2] & 0xff;
            out[i] = (byte) ((red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16);
        }
        return new Pixels(out, pixels.height(), pixels.width(), 1);
    }
}
