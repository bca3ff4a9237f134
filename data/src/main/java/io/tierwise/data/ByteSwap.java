package io.tierwise.data;

import java.nio.ByteBuffer;

/// Turns elements of the other byte order round, in place.
final class ByteSwap {
    private ByteSwap() {}

    static void swap(ByteBuffer buffer, int elementBytes) {
        for (int start = 0; start + elementBytes <= buffer.limit(); start += elementBytes) {
            for (int i = 0; i < elementBytes / 2; i++) {
                byte left = buffer.get(start + i);
                buffer.put(start + i, buffer.get(start + elementBytes - 1 - i));
                buffer.put(start + elementBytes - 1 - i, left);
            }
        }
    }
}
