package io.tierwise.cli;

/// The command line asks for something that cannot be: says what, and what to write instead.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
