package io.tierwise.study;

/// A goal that cannot be understood: the user's configuration is at fault.
public final class GoalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public GoalException(String message) {
        super(message);
    }

    GoalException(String message, Throwable cause) {
        super(message, cause);
    }
}
