package io.tierwise.operators;

/// A node found unfit for bytes while its 8-bit form was written; the plan is made again without it.
final class UnfitNodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String node;
    private final String reason;

    /// @param node the node's first output
    UnfitNodeException(String node, String reason) {
        super("'" + node + "' stays in floating point: " + reason);
        this.node = node;
        this.reason = reason;
    }

    String node() {
        return node;
    }

    String reason() {
        return reason;
    }
}
