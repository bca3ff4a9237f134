package io.tierwise.advice;

import io.tierwise.stats.AnytimeShift;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.Observation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// Bounds on a strategy's time, judged so that measuring may stop or go on by it.
///
/// Each round gives one value: the share of its trials beyond the bound, which for a p95 must be 5 % at
/// most, or for a mean the round's mean as a share of the bound. Whether their centre lies above or
/// below is told by evidence that may be looked at after every round.
final class TimeGoals {
    private static final double LEVEL = 0.05;

    private final List<Goal.Constraint> bounds;
    private final double level;

    /// @param comparisons that share the chance of being wrong, at least 1
    TimeGoals(List<Goal> goals, int comparisons) {
        this.bounds = goals.stream()
                .filter(Goal.Constraint.class::isInstance)
                .map(Goal.Constraint.class::cast)
                .filter(bound -> bound.figure().isTime())
                .toList();
        this.level = LEVEL / comparisons;
    }

    /// Why a strategy certainly cannot keep a bound; empty while it may.
    Optional<String> broken(Figures figures) {
        return bounds.stream()
                .filter(bound -> isAbove(excess(bound, figures)))
                .map(bound -> bound.figure().word() + " is "
                        + bound.figure().show(figures.nanos(bound.figure())) + ", asked " + bound.toText()
                        + ": beyond doubt after "
                        + Phrases.rounds(figures.byRound().size()))
                .findFirst();
    }

    /// Whether every bound is certainly kept or certainly not.
    boolean isClear(Figures figures) {
        return bounds.stream().allMatch(bound -> {
            double[] excess = excess(bound, figures);
            return isAbove(excess)
                    || isAbove(Arrays.stream(excess).map(value -> -value).toArray());
        });
    }

    private boolean isAbove(double[] excess) {
        OptionalDouble lower = AnytimeShift.lower(excess, level);
        return lower.isPresent() && lower.getAsDouble() > 0;
    }

    /// One value a round, above 0 where the round breaks the bound.
    private static double[] excess(Goal.Constraint bound, Figures figures) {
        return figures.byRound().values().stream().mapToDouble(excessOf(bound)).toArray();
    }

    private static ToDoubleFunction<List<Observation>> excessOf(Goal.Constraint bound) {
        Figure figure = bound.figure();
        if (figure.probability().isEmpty()) {
            return trials -> Figures.nanos(figure, Figures.totals(trials)) / bound.limit() - 1;
        }
        double allowed = 1 - figure.probability().getAsDouble();
        return trials -> Arrays.stream(Figures.totals(trials))
                                .filter(nanos -> nanos > bound.limit())
                                .count()
                        / (double) trials.size()
                - allowed;
    }
}
