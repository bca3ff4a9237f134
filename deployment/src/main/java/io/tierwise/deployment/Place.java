package io.tierwise.deployment;

import io.tierwise.operators.Operator;
import java.util.List;
import java.util.stream.Collectors;

/// Where one part runs, and what is done to that part alone.
///
/// @param tier name of the tier
/// @param operators applied to this part only, left to right; mostly none
public record Place(String tier, List<Operator> operators) {

    public Place {
        Tier.checkName(tier);
        operators = List.copyOf(operators);
    }

    /// A tier whose part stays as it comes.
    public static Place on(String tier) {
        return new Place(tier, List.of());
    }

    /// `mobile`, or `mobile(Q)`.
    public String text() {
        return operators.isEmpty()
                ? tier
                : tier + "(" + operators.stream().map(Operator::text).collect(Collectors.joining()) + ")";
    }

    @Override
    public String toString() {
        return text();
    }
}
