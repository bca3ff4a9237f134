package io.tierwise.agent;

import java.util.Objects;

/// A step of a route that is not direct: from `from`, what is meant for `to` goes to `next` first.
public record Hop(String from, String to, String next) {
    public Hop {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(next, "next");
        if (from.equals(next) || from.equals(to)) {
            throw new IllegalArgumentException("a hop leads nowhere: " + from + " to " + to + " by " + next);
        }
    }
}
