package io.tierwise.agent;

/// Bytes on a connection that are not a frame of ours; the connection cannot be used further.
final class BadFrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadFrameException(String message) {
        super(message);
    }

    BadFrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
