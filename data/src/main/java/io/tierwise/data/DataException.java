package io.tierwise.data;

/// Samples, labels or preprocessing that cannot be used: names the file, what was found and what to do.
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
