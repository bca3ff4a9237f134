package io.tierwise.agent;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Direct memory in which one connection's payloads land, used in turn.
///
/// Trials run one at a time, so two are enough for the running one and one that is late and will be
/// dropped; a fresh buffer for each payload would cost more than its transfer (3.2 MB are zeroed in 0.3
/// ms).
final class PayloadBuffers {

    private static final int KEPT = 2;

    private final ByteBuffer[] kept = new ByteBuffer[KEPT];
    private int turn;

    PayloadBuffers() {
        java.util.Arrays.fill(kept, ByteBuffer.allocateDirect(0));
    }

    /// A buffer of exactly `length` bytes, aligned for vector loads, whose old content is the one before last's.
    ByteBuffer take(long length) {
        turn = (turn + 1) % KEPT;
        if (kept[turn].capacity() < length) {
            int capacity = Math.toIntExact(Math.max(4096, length + length / 8));
            kept[turn] = ByteBuffer.allocateDirect(capacity + Payload.ALIGNMENT).alignedSlice(Payload.ALIGNMENT);
        }
        return kept[turn].slice(0, (int) length).order(ByteOrder.nativeOrder());
    }
}
