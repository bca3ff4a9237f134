package io.tierwise.agent;

import com.google.protobuf.ByteString;
import io.tierwise.agent.FramePrefix.Ceilings;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/// Takes frames from a connection: small ones with one read, large payloads straight into their
/// destination.
///
/// Used by one thread. After [#next()] the payload must be taken ([#payload], [#chunk], [#skipPayload])
/// before the next frame.
final class FrameReader {

    private static final int BUFFER = 16 * 1024;
    private static final int GROWTH = 1 << 20;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).limit(0);
    private Ceilings ceilings;
    private long payloadLeft;

    FrameReader(ReadableByteChannel channel, Ceilings ceilings) {
        this.channel = channel;
        this.ceilings = ceilings;
    }

    void raise(Ceilings wider) {
        ceilings = wider;
    }

    /// The next frame, or empty when the connection ended between two frames.
    ///
    /// @throws EOFException when it ended inside one
    /// @throws BadFrameException when the bytes are not a frame, or exceed the ceilings
    Optional<Frame> next() throws IOException {
        if (payloadLeft != 0) {
            throw new IllegalStateException(payloadLeft + " bytes of payload were not taken");
        }
        if (!fill(FramePrefix.BYTES)) {
            return Optional.empty();
        }
        buffer.order(ByteOrder.BIG_ENDIAN);
        FramePrefix prefix = FramePrefix.read(buffer, ceilings);
        ByteString header = header(prefix.headerLength());
        payloadLeft = prefix.payloadLength();
        return Optional.of(new Frame(prefix, new Frame.Message(header)));
    }

    private ByteString header(int length) throws IOException {
        if (length <= BUFFER) {
            if (length > 0 && !fill(length)) {
                throw ended();
            }
            ByteString header = ByteString.copyFrom(buffer, length);
            return header;
        }
        byte[] bytes = new byte[length];
        readFully(ByteBuffer.wrap(bytes));
        return ByteString.copyFrom(bytes);
    }

    /// Puts the whole payload into `target`, whose remaining bytes must be exactly as many.
    void payload(ByteBuffer target) throws IOException {
        if (target.remaining() != payloadLeft) {
            throw new IllegalArgumentException(
                    "payload of " + payloadLeft + " bytes into a buffer of " + target.remaining());
        }
        readFully(target);
        payloadLeft = 0;
    }

    /// Puts what has arrived of the payload, at least one byte, into `target`; false when all has been taken.
    boolean chunk(ByteBuffer target) throws IOException {
        if (payloadLeft == 0) {
            return false;
        }
        int most = (int) Math.min(payloadLeft, target.remaining());
        int limit = target.limit();
        target.limit(target.position() + most);
        int before = target.position();
        if (buffer.hasRemaining()) {
            drain(target);
        } else if (channel.read(target) < 0) {
            throw ended();
        }
        payloadLeft -= target.position() - before;
        target.limit(limit);
        return true;
    }

    void skipPayload() throws IOException {
        ByteBuffer waste = ByteBuffer.allocate((int) Math.min(payloadLeft, BUFFER));
        boolean more = true;
        while (more) {
            more = chunk(waste.clear());
        }
    }

    /// The whole payload on the heap, which grows only as bytes really arrive.
    byte[] payloadBytes() throws IOException {
        byte[] bytes = new byte[(int) Math.min(payloadLeft, GROWTH)];
        int at = 0;
        while (payloadLeft > 0) {
            if (at == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, (int)
                        Math.min((long) bytes.length * 2, at + Math.min(payloadLeft, Integer.MAX_VALUE)));
            }
            ByteBuffer target = ByteBuffer.wrap(bytes, at, bytes.length - at);
            chunk(target);
            at = target.position();
        }
        return at == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, at);
    }

    private void readFully(ByteBuffer target) throws IOException {
        drain(target);
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                throw ended();
            }
        }
    }

    private void drain(ByteBuffer target) {
        int count = Math.min(buffer.remaining(), target.remaining());
        target.put(target.position(), buffer, buffer.position(), count);
        target.position(target.position() + count);
        buffer.position(buffer.position() + count);
    }

    /// Waits until the buffer holds `count` bytes; false when the connection ended before the first of them.
    private boolean fill(int count) throws IOException {
        if (buffer.remaining() >= count) {
            return true;
        }
        buffer.compact();
        while (buffer.position() < count) {
            if (channel.read(buffer) < 0) {
                boolean nothing = buffer.position() == 0;
                buffer.flip();
                if (nothing) {
                    return false;
                }
                throw ended();
            }
        }
        buffer.flip();
        return true;
    }

    private static EOFException ended() {
        return new EOFException("the connection ended inside a frame");
    }
}
