package io.tierwise.runtime;

/// The runtime refuses this model, or the model speaks in types that cannot be carried: the model's fault.
public final class UnsupportedByRuntimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnsupportedByRuntimeException(String message) {
        super(message);
    }

    public UnsupportedByRuntimeException(String message, Throwable cause) {
        super(message, cause);
    }
}
