package io.tierwise.data;

/// A sample's input as it arises at the source, before any preprocessing.
public sealed interface Encoded {
    /// The bytes of a JPEG or PNG file.
    @SuppressWarnings("ArrayRecordComponent") // file content, never compared
    record ImageFile(byte[] bytes) implements Encoded {
        @Override
        public long byteSize() {
            return bytes.length;
        }
    }

    /// Unsigned bytes in the order height, width, channels.
    @SuppressWarnings("ArrayRecordComponent") // pixels, never compared
    record Pixels(byte[] bytes, int height, int width, int channels) implements Encoded {
        public Pixels {
            if (height < 1 || width < 1 || channels < 1 || (long) height * width * channels != bytes.length) {
                throw new IllegalArgumentException(
                        height + "x" + width + "x" + channels + " pixels do not fit " + bytes.length + " bytes");
            }
        }

        @Override
        public long byteSize() {
            return bytes.length;
        }
    }

    /// An array that is a tensor already, without the batch dimension.
    record ArrayValue(Tensor tensor) implements Encoded {
        @Override
        public long byteSize() {
            return tensor.byteSize();
        }
    }

    /// Size in bytes as it arises.
    long byteSize();
}
