package io.tierwise.study;

/// A quantity that cannot be read; the message says what was found and what would do. The user's
/// configuration is at fault.
public final class UnitException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public UnitException(String message) {
        super(message);
    }

    UnitException(String message, Throwable cause) {
        super(message, cause);
    }
}
