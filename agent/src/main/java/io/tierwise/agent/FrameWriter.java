package io.tierwise.agent;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.List;

/// Puts frames on a connection, one at a time, tensors straight from their own buffers.
final class FrameWriter {

    private final GatheringByteChannel channel;

    FrameWriter(GatheringByteChannel channel) {
        this.channel = channel;
    }

    /// The prefix and header of a frame, ready to be written.
    static ByteBuffer head(FrameType type, MessageLite header, long payloadLength) {
        int length = header.getSerializedSize();
        byte[] bytes = new byte[FramePrefix.BYTES + length];
        new FramePrefix(type, length, payloadLength).write(ByteBuffer.wrap(bytes));
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, FramePrefix.BYTES, length);
        try {
            header.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array ran out of space", e);
        }
        return ByteBuffer.wrap(bytes);
    }

    synchronized void write(FrameType type, MessageLite header, List<ByteBuffer> payload) throws IOException {
        long length = payload.stream().mapToLong(ByteBuffer::remaining).sum();
        ByteBuffer[] all = new ByteBuffer[payload.size() + 1];
        all[0] = head(type, header, length);
        for (int i = 0; i < payload.size(); i++) {
            all[i + 1] = payload.get(i).duplicate();
        }
        write(all);
    }

    synchronized void write(ByteBuffer... buffers) throws IOException {
        int first = 0;
        while (first < buffers.length) {
            channel.write(buffers, first, buffers.length - first);
            while (first < buffers.length && !buffers[first].hasRemaining()) {
                first++;
            }
        }
    }
}
