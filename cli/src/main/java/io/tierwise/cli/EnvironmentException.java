package io.tierwise.cli;

/// The machine lacks something: says what, and what to do.
final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EnvironmentException(String message) {
        super(message);
    }
}
