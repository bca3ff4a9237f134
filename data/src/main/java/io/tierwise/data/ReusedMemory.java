package io.tierwise.data;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/// Memory for one tensor at a time: the same again while tensors are of one size.
final class ReusedMemory implements IntFunction<ByteBuffer> {
    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

    @Override
    public ByteBuffer apply(int bytes) {
        if (buffer.capacity() != bytes) {
            buffer = ByteBuffer.allocateDirect(bytes);
        }
        return buffer.duplicate().clear();
    }
}
