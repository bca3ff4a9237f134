package io.tierwise.advice;

/// A study that nothing can be forecast from; the message says what it lacks and what to do.
public final class ForecastException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ForecastException(String message) {
        super(message);
    }
}
