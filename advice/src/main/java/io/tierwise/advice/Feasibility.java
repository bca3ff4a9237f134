package io.tierwise.advice;

import io.tierwise.study.Accuracy;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.StrategyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Holds strategies against the user's constraints.
///
/// @param goals what was asked
/// @param source the tier where inputs arise
/// @param untouched the untouched model's accuracy, where drops count from; empty if it was not taken
record Feasibility(List<Goal> goals, String source, Optional<Accuracy> untouched) {
    /// A constraint that a strategy breaks.
    ///
    /// @param text in words, with the value found
    /// @param excess how far it is off, as a share of the bound: 0.2 is 20 % beyond
    record Miss(String text, double excess) {}

    /// Every constraint that a strategy breaks; a figure that was not taken counts as a miss.
    List<Miss> misses(Figures figures) {
        List<Miss> misses = new ArrayList<>();
        for (Goal goal : goals) {
            switch (goal) {
                case Goal.Objective objective -> {}
                case Goal.Constraint constraint -> misses.addAll(miss(constraint, value(constraint.figure(), figures)));
                case Goal.KeepRaw keep -> misses.addAll(miss(keep, figures.strategy()));
            }
        }
        return List.copyOf(misses);
    }

    private static List<Miss> miss(Goal.Constraint constraint, OptionalDouble value) {
        Figure figure = constraint.figure();
        if (value.isEmpty()) {
            return List.of(
                    new Miss(figure.word() + " was not taken, so " + constraint.toText() + " cannot be judged", 1e9));
        }
        double found = value.getAsDouble();
        if (constraint.keeps(found)) {
            return List.of();
        }
        double excess = Math.abs(found - constraint.limit()) / Math.max(Math.abs(constraint.limit()), 1e-9);
        return List.of(
                new Miss(figure.word() + " is " + figure.show(found) + ", asked " + constraint.toText(), excess));
    }

    private List<Miss> miss(Goal.KeepRaw keep, StrategyRecord strategy) {
        String first = strategy.tiers().getFirst();
        if (first.equals(keep.tier()) && source.equals(keep.tier())) {
            return List.of();
        }
        return List.of(new Miss("raw inputs reach " + first + ", asked " + keep.toText(), 1e6));
    }

    /// A figure in its unit: nanoseconds, a share, or bytes.
    OptionalDouble value(Figure figure, Figures figures) {
        Optional<Accuracy> accuracy = figures.strategy().accuracy();
        return switch (figure) {
            case P50 -> OptionalDouble.of(figures.quantileNanos(0.5));
            case P95 -> OptionalDouble.of(figures.quantileNanos(0.95));
            case P99 -> OptionalDouble.of(figures.quantileNanos(0.99));
            case MEAN -> OptionalDouble.of(figures.meanNanos());
            case BYTES -> OptionalDouble.of((double) figures.medianBytes());
            case MEMORY -> {
                long peak = figures.strategy().peakMemoryBytes();
                yield peak < 0 ? OptionalDouble.empty() : OptionalDouble.of((double) peak);
            }
            case ACCURACY -> accuracy.map(a -> OptionalDouble.of(a.choice())).orElse(OptionalDouble.empty());
            case DROP ->
                accuracy.isPresent() && untouched.isPresent()
                        ? OptionalDouble.of(
                                untouched.get().choice() - accuracy.get().choice())
                        : OptionalDouble.empty();
        };
    }

    /// What is to be made small; the median where the goals name nothing.
    Figure objective() {
        return goals.stream()
                .filter(Goal.Objective.class::isInstance)
                .map(goal -> ((Goal.Objective) goal).figure())
                .findFirst()
                .orElse(Figure.P50);
    }
}
