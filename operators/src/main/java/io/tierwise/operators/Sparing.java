package io.tierwise.operators;

import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/// What quantization must leave in floating point.
///
/// @param excluded names of nodes, as the model has them, or of their first outputs
/// @param mostLoss the greatest loss of accuracy on selection samples, as a share (0.01 is one point);
///     nodes are left in floating point until it holds
/// @param ranking how nodes are ranked for that
public record Sparing(Set<String> excluded, OptionalDouble mostLoss, Ranking ranking) {

    /// Nothing need stay.
    public static final Sparing NONE = new Sparing(Set.of(), OptionalDouble.empty());

    public Sparing {
        excluded = Set.copyOf(excluded);
        Objects.requireNonNull(mostLoss, "mostLoss");
        Objects.requireNonNull(ranking, "ranking");
        if (mostLoss.isPresent() && !(mostLoss.getAsDouble() >= 0 && mostLoss.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("a loss lies between 0 and 1, found " + mostLoss.getAsDouble());
        }
    }

    public Sparing(Set<String> excluded, OptionalDouble mostLoss) {
        this(excluded, mostLoss, Ranking.NONE);
    }

    /// Whether anything is asked for.
    boolean isAsked() {
        return !excluded.isEmpty() || ranks();
    }

    /// Whether nodes have to be ranked.
    boolean ranks() {
        return ranking.wanted() || mostLoss.isPresent();
    }
}
