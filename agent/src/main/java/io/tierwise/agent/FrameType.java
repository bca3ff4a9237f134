package io.tierwise.agent;

/// What a frame is.
enum FrameType {
    CHALLENGE(1),
    HELLO(2),
    WELCOME(3),
    REQUEST(4),
    REPLY(5),
    TRIAL(6),
    TRIAL_FAILED(7);

    private final byte code;

    FrameType(int code) {
        this.code = (byte) code;
    }

    /// Its number on the wire.
    byte code() {
        return code;
    }

    static FrameType of(byte code) {
        for (FrameType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new BadFrameException("unknown frame type " + code);
    }
}
