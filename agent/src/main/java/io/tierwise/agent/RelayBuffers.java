package io.tierwise.agent;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Direct memory through which payloads pass on their way to another tier, used again and again.
///
/// A fresh buffer would come back only with a garbage collection, and a relay makes so little garbage
/// on its heap that none comes: 25 trials of 260 KB each left a relay 150 MB larger, beyond its tier's
/// memory.
final class RelayBuffers {
    private static final int BYTES = 64 * 1024;

    private final Queue<ByteBuffer> idle = new ConcurrentLinkedQueue<>();

    /// An empty buffer that nobody else uses.
    ByteBuffer take() {
        ByteBuffer buffer = idle.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BYTES) : buffer.clear();
    }

    /// Gives back a buffer whose bytes have gone; any thread may.
    void give(ByteBuffer buffer) {
        idle.add(buffer);
    }
}
