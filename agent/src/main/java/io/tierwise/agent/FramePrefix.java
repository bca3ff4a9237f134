package io.tierwise.agent;

import java.nio.ByteBuffer;

/// The fixed start of every frame: 20 bytes, big-endian.
///
/// ```
/// magic "TWA" and version (4) | type (1) | zero (3) | header length (4) | payload length (8)
/// ```
///
/// @param headerLength bytes of the protobuf message that follows
/// @param payloadLength raw bytes after the message
record FramePrefix(FrameType type, int headerLength, long payloadLength) {

    static final int BYTES = 20;
    private static final int MAGIC_AND_VERSION = 0x54574104;

    /// Most bytes a peer may ask us to take in.
    record Ceilings(int headerBytes, long payloadBytes) {
        /// Before a connection has proved that it is ours.
        static final Ceilings STRANGER = new Ceilings(1024, 0);
    }

    void write(ByteBuffer out) {
        out.putInt(MAGIC_AND_VERSION)
                .put(type.code())
                .put(new byte[3])
                .putInt(headerLength)
                .putLong(payloadLength);
    }

    /// Reads a prefix and refuses what is not one, or is larger than allowed.
    static FramePrefix read(ByteBuffer in, Ceilings ceilings) {
        int magic = in.getInt();
        if (magic != MAGIC_AND_VERSION) {
            throw new BadFrameException("not a frame of this version: starts with 0x" + Integer.toHexString(magic));
        }
        FrameType type = FrameType.of(in.get());
        if (in.get() != 0 || in.getShort() != 0) {
            throw new BadFrameException("reserved bytes of a " + type + " frame are not zero");
        }
        int header = in.getInt();
        long payload = in.getLong();
        if (header < 0 || header > ceilings.headerBytes()) {
            throw new BadFrameException(
                    type + " header of " + header + " bytes, at most " + ceilings.headerBytes() + " are taken");
        }
        if (payload < 0 || payload > ceilings.payloadBytes()) {
            throw new BadFrameException(
                    type + " payload of " + payload + " bytes, at most " + ceilings.payloadBytes() + " are taken");
        }
        return new FramePrefix(type, header, payload);
    }
}
