package io.tierwise.data;

/// Samples, labels or preprocessing that cannot be used; the message says which, why and what to do.
/// The user's data or configuration is at fault.
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
