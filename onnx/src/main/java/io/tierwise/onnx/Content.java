package io.tierwise.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Where the values of a weight are: in memory or in a file. Row-major, little-endian.
public sealed interface Content {

    /// Number of bytes.
    long length();

    /// Values in memory.
    ///
    /// @param bytes read-only and little-endian, from position 0 to its limit; copied when built
    record Inline(ByteBuffer bytes) implements Content {
        public Inline {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
            bytes = copy.put(bytes.duplicate()).flip().asReadOnlyBuffer();
        }

        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public long length() {
            return bytes.remaining();
        }
    }

    /// Values in a file, read on demand.
    ///
    /// @param file absolute
    /// @param offset first byte in the file
    /// @param length number of bytes
    record External(Path file, long offset, long length) implements Content {
        public External {
            file = file.toAbsolutePath().normalize();
            if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
                throw new IllegalArgumentException(
                        "no bytes " + offset + " to " + offset + " + " + length + " can be in " + file);
            }
        }
    }
}
