package io.tierwise.operators;

/// No exit saves time within what leaving early may cost, as far as the samples show: nothing is wrong with the
/// request, and nothing feasible was found.
public final class UnkeptPromiseException extends OperatorException {

    private static final long serialVersionUID = 1L;

    public UnkeptPromiseException(String message) {
        super(message);
    }
}
