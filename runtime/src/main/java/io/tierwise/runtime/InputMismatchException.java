package io.tierwise.runtime;

/// A tensor given to a session does not fit the model: name, type or shape found against expected.
public final class InputMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InputMismatchException(String message) {
        super(message);
    }
}
