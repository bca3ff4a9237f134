package io.tierwise.runtime;

/// A run that the runtime began and could not end: out of memory, or an operator that failed on these values.
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunFailedException(String message) {
        super(message);
    }

    public RunFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
