package io.tierwise.study;

import io.tierwise.operators.Tolerance;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/// What a study's goals leave a model to lose: as much as its bound on accuracy does, else one point.
///
/// @param goals of the study
/// @param untouched the untouched model's loss, which drops count from; asked only where a goal needs it
record GoalTolerance(List<Goal> goals, DoubleSupplier untouched) implements Tolerance {
    private static final double USUAL = 0.01;

    GoalTolerance {
        goals = List.copyOf(goals);
    }

    /// A model that broke the bound before cannot keep it: one point more is left to it.
    @Override
    public double mostLoss(double before) {
        OptionalDouble bound = goals.stream()
                .filter(Goal.Constraint.class::isInstance)
                .map(Goal.Constraint.class::cast)
                .filter(goal -> goal.figure() == Figure.DROP || goal.figure() == Figure.ACCURACY)
                .mapToDouble(this::mostLoss)
                .min();
        return bound.isPresent() && before <= bound.getAsDouble() ? bound.getAsDouble() : before + USUAL;
    }

    private double mostLoss(Goal.Constraint goal) {
        return goal.figure() == Figure.DROP ? untouched.getAsDouble() + goal.limit() : 1 - goal.limit();
    }
}
