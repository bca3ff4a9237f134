package io.tierwise.onnx;

/// Thrown when a file is not a correct ONNX model; the message names the file, what was found and where.
public final class MalformedModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedModelException(String message) {
        super(message);
    }

    public MalformedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
