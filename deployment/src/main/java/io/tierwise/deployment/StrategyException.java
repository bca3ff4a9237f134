package io.tierwise.deployment;

/// A strategy that cannot be read, or that contradicts itself. The message shows the text with a mark
/// under the fault, what was found and what was expected.
public final class StrategyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int column;

    StrategyException(String text, int column, String message) {
        super("strategy '" + text + "', column " + column + ": " + message + "\n  " + text + "\n  "
                + " ".repeat(column - 1) + "^");
        this.column = column;
    }

    StrategyException(String message) {
        super(message);
        this.column = 0;
    }

    /// Where in the text the fault is, counted from 1; 0 when the strategy was not read from a text.
    public int column() {
        return column;
    }
}
