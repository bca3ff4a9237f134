package io.tierwise.data;

import java.util.Arrays;

/// A sample's input as it arises at the source: what crosses a link if nothing is computed before.
///
/// Arrays are handed over, not copied: whoever gets one reads it and never writes to it.
public sealed interface Encoded {
    /// Size in bytes.
    long byteSize();

    /// A JPEG, PNG or other image file, still compressed.
    @SuppressWarnings("ArrayRecordComponent") // megabytes, read in place; equality is by content
    record ImageFile(byte[] bytes) implements Encoded {
        @Override
        public long byteSize() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ImageFile image && Arrays.equals(bytes, image.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "ImageFile[" + bytes.length + " bytes]";
        }
    }

    /// Uncompressed unsigned 8-bit pixels, height x width x channels; three channels are red, green,
    /// blue, one is gray.
    @SuppressWarnings("ArrayRecordComponent") // megabytes, read in place; equality is by content
    record Pixels(byte[] bytes, int height, int width, int channels) implements Encoded {
        public Pixels {
            if (height < 1 || width < 1 || channels < 1) {
                throw new IllegalArgumentException(
                        "Pixels need a height, a width and channels: " + height + "x" + width + "x" + channels);
            }
            if ((long) height * width * channels != bytes.length) {
                throw new IllegalArgumentException("Pixels of " + height + "x" + width + "x" + channels + " take "
                        + (long) height * width * channels + " bytes, not " + bytes.length + ".");
            }
        }

        @Override
        public long byteSize() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Pixels pixels
                    && height == pixels.height
                    && width == pixels.width
                    && channels == pixels.channels
                    && Arrays.equals(bytes, pixels.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * height + width) + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Pixels[" + height + "x" + width + "x" + channels + "]";
        }
    }

    /// Numbers that are no image, or an image that is a tensor already: one sample, without the batch dimension.
    record ArrayValue(Tensor tensor) implements Encoded {
        @Override
        public long byteSize() {
            return tensor.byteSize();
        }
    }
}
