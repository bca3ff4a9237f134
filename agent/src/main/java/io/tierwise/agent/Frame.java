package io.tierwise.agent;

/// A frame whose payload still lies in the connection.
///
/// @param header the serialized protobuf message
record Frame(FramePrefix prefix, Message header) {

    FrameType type() {
        return prefix.type();
    }

    long payloadLength() {
        return prefix.payloadLength();
    }

    /// Bytes of the whole frame on the wire.
    long totalBytes() {
        return FramePrefix.BYTES + prefix.headerLength() + prefix.payloadLength();
    }

    /// Serialized message bytes, parsed on demand.
    record Message(com.google.protobuf.ByteString bytes) {
        <T> T as(com.google.protobuf.Parser<T> parser) {
            try {
                return parser.parseFrom(bytes);
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new BadFrameException("frame header is not a message of ours: " + e.getMessage(), e);
            }
        }
    }
}
