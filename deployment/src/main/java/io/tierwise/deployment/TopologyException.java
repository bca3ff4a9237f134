package io.tierwise.deployment;

/// Tiers and links that cannot be meant so: the request is at fault, not the machine. The message names
/// the tier or the link, what was found and what would do instead.
public final class TopologyException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public TopologyException(String message) {
        super(message);
    }
}
