package io.tierwise.advice;

import java.io.Serial;

/// Two sides that cannot be compared, and what would fit; the user's to mend.
public final class GateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public GateException(String message) {
        super(message);
    }
}
