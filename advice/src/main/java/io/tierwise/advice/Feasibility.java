package io.tierwise.advice;

import io.tierwise.study.Accuracy;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Holds strategies against the user's goals.
///
/// @param goals what was asked
/// @param study where inputs arise, and where drops count from
record Feasibility(List<Goal> goals, StudyRecord study) {
    private static final double UNKNOWN = 1e9;
    private static final double RAW_INPUTS_LEAVE = 1e6;

    /// A goal that a strategy does not keep.
    ///
    /// @param goal which one, in a word: `drop`, `p95`, `keep-raw-on`
    /// @param text in words, with the value found
    /// @param excess how far it is off, as a share of the bound: 0.2 is 20 % beyond
    record Miss(String goal, String text, double excess) {}

    /// Every goal that a strategy does not keep; a figure that was not taken counts as a miss.
    List<Miss> misses(Figures figures) {
        List<Miss> misses = new ArrayList<>();
        for (Goal goal : goals) {
            switch (goal) {
                case Goal.Objective(Figure figure) -> {
                    if (value(figure, figures).isEmpty()) {
                        misses.add(unknown(figure, goal));
                    }
                }
                case Goal.Constraint constraint -> miss(constraint, figures).ifPresent(misses::add);
                case Goal.KeepRaw keep -> miss(keep, figures.strategy()).ifPresent(misses::add);
            }
        }
        return List.copyOf(misses);
    }

    private static Miss unknown(Figure figure, Goal goal) {
        return new Miss(
                figure.word(), figure.word() + " was not taken, so " + goal.toText() + " cannot be judged", UNKNOWN);
    }

    private Optional<Miss> miss(Goal.Constraint constraint, Figures figures) {
        Figure figure = constraint.figure();
        return miss(constraint, value(figure, figures), basis(figure, figures));
    }

    private static Optional<Miss> miss(Goal.Constraint constraint, OptionalDouble value, String basis) {
        Figure figure = constraint.figure();
        if (value.isEmpty()) {
            return Optional.of(unknown(figure, constraint));
        }
        double found = value.getAsDouble();
        if (constraint.keeps(found)) {
            return Optional.empty();
        }
        double excess = Math.abs(found - constraint.limit()) / Math.max(Math.abs(constraint.limit()), 1e-9);
        return Optional.of(new Miss(
                figure.word(),
                figure.word() + " is " + figure.show(found) + ", asked " + constraint.toText() + basis,
                excess));
    }

    /// What a percentile without an interval rests on; empty for every other figure.
    private static String basis(Figure figure, Figures figures) {
        return figures.bare(figure)
                .map(bare -> " (judged on " + bare.basis() + ")")
                .orElse("");
    }

    private Optional<Miss> miss(Goal.KeepRaw keep, StrategyRecord strategy) {
        String first = strategy.tiers().getFirst();
        return first.equals(keep.tier()) && study.source().equals(keep.tier())
                ? Optional.empty()
                : Optional.of(new Miss(
                        "keep-raw-on", "raw inputs reach " + first + ", asked " + keep.toText(), RAW_INPUTS_LEAVE));
    }

    /// Those of the misses that no trial can change: of accuracy, memory and of where raw inputs go.
    List<Miss> lasting(StrategyRecord strategy) {
        List<Miss> misses = new ArrayList<>();
        for (Goal goal : goals) {
            switch (goal) {
                case Goal.Objective(Figure figure) -> {
                    if (isLasting(figure) && known(figure, strategy).isEmpty()) {
                        misses.add(unknown(figure, goal));
                    }
                }
                case Goal.Constraint constraint -> {
                    if (isLasting(constraint.figure())) {
                        miss(constraint, known(constraint.figure(), strategy), "")
                                .ifPresent(misses::add);
                    }
                }
                case Goal.KeepRaw keep -> miss(keep, strategy).ifPresent(misses::add);
            }
        }
        return List.copyOf(misses);
    }

    private static boolean isLasting(Figure figure) {
        return !figure.isTime() && figure != Figure.BYTES;
    }

    /// A figure in its unit: nanoseconds, a share, or bytes.
    OptionalDouble value(Figure figure, Figures figures) {
        return switch (figure) {
            case P50, P95, P99, MEAN -> OptionalDouble.of(figures.nanos(figure));
            case BYTES -> OptionalDouble.of((double) figures.medianBytes());
            case MEMORY, ACCURACY, DROP -> known(figure, figures.strategy());
        };
    }

    private OptionalDouble known(Figure figure, StrategyRecord strategy) {
        Optional<Accuracy> accuracy = strategy.accuracy();
        return switch (figure) {
            case MEMORY -> {
                long peak = strategy.peakMemoryBytes();
                yield peak < 0 ? OptionalDouble.empty() : OptionalDouble.of((double) peak);
            }
            case ACCURACY -> accuracy.map(a -> OptionalDouble.of(a.choice())).orElse(OptionalDouble.empty());
            case DROP ->
                accuracy.flatMap(own -> study.untouched(strategy).map(whole -> whole.choice() - own.choice()))
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty());
            case P50, P95, P99, MEAN, BYTES -> OptionalDouble.empty();
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
