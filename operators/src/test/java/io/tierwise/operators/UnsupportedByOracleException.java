package io.tierwise.operators;

/// Thrown when the oracle does not know an operator or a form of it.
final class UnsupportedByOracleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedByOracleException(String what) {
        super("the oracle does not know " + what);
    }
}
