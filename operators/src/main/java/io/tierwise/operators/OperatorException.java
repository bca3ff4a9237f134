package io.tierwise.operators;

/// An operator that cannot be understood, or cannot be carried out on the model at hand: the request is
/// at fault, not the program. The message says which operator, what was found and what would do
/// instead.
public sealed class OperatorException extends IllegalArgumentException permits UnkeptPromiseException {

    private static final long serialVersionUID = 1L;

    public OperatorException(String message) {
        super(message);
    }

    public OperatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
