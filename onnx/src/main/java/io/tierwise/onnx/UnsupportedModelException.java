package io.tierwise.onnx;

/// Thrown when a model is correct as far as we see but of a kind we do not handle; the message says what to do.
public final class UnsupportedModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnsupportedModelException(String message) {
        super(message);
    }
}
