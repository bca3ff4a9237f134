package io.tierwise.advice;

import io.tierwise.runtime.Codec;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.Groundwork;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Holds cells that were not run against goals: accuracy is that of a measured strategy which does the same to
/// the model, time and memory are forecast.
final class Admission {
    private final StudyRecord record;
    private final List<Goal> goals;
    /// Whether goals of accuracy are kept, and the drop, by operators and codec; no entry where no strategy tells.
    private final Map<String, Boolean> accurate = new HashMap<>();
    private final Map<String, Double> drops = new HashMap<>();

    Admission(StudyRecord record, Groundwork groundwork, List<Goal> goals) {
        this.record = record;
        this.goals = goals;
        List<Goal> ofAccuracy = goals.stream()
                .filter(goal -> goal instanceof Goal.Constraint constraint && isOfAccuracy(constraint.figure()))
                .toList();
        var feasibility = new Feasibility(ofAccuracy, record);
        for (StrategyRecord strategy : record.strategies()) {
            if (strategy.accuracy().isPresent()) {
                Cell.of(strategy.name(), groundwork.models()).ifPresent(cell -> {
                    accurate.merge(key(cell), feasibility.lasting(strategy).isEmpty(), Boolean::logicalAnd);
                    record.untouched(strategy)
                            .map(whole ->
                                    whole.choice() - strategy.accuracy().get().choice())
                            .ifPresent(drop -> drops.merge(key(cell), drop, Math::max));
                });
            }
        }
    }

    private static boolean isOfAccuracy(Figure figure) {
        return figure == Figure.ACCURACY || figure == Figure.DROP;
    }

    /// Cells of the same key are equally accurate.
    static String key(Cell cell) {
        return cell.codecs().stream()
                .map(Codec::format)
                .filter(Codec.Format::isLossy)
                .distinct()
                .sorted()
                .map(format -> " " + format)
                .collect(Collectors.joining("", cell.model().operators(), ""));
    }

    /// How much less accurate it is than the untouched model, as a share; empty where no strategy tells.
    OptionalDouble drop(Cell cell) {
        Double drop = drops.get(key(cell));
        return drop == null ? OptionalDouble.empty() : OptionalDouble.of(drop);
    }

    /// Whether it keeps what no rate and no share can change.
    boolean keepsLasting(Cell cell, double memoryBytes) {
        for (Goal goal : goals) {
            boolean kept = switch (goal) {
                case Goal.Constraint(Figure figure, double limit) when figure == Figure.MEMORY -> memoryBytes <= limit;
                case Goal.Constraint constraint
                when isOfAccuracy(constraint.figure()) -> accurate.getOrDefault(key(cell), false);
                case Goal.KeepRaw(String tier) ->
                    cell.tiers().getFirst().equals(tier) && record.source().equals(tier);
                case Goal.Constraint _, Goal.Objective _ -> true;
            };
            if (!kept) {
                return false;
            }
        }
        return true;
    }

    /// Whether a forecast median keeps the bounds on the median.
    boolean keepsTime(double nanos) {
        return goals.stream()
                .allMatch(goal -> !(goal instanceof Goal.Constraint constraint)
                        || constraint.figure() != Figure.P50
                        || constraint.keeps(nanos));
    }

    /// What is not judged, one sentence each.
    List<String> limits() {
        List<String> limits = new ArrayList<>();
        for (Goal goal : goals) {
            switch (goal) {
                case Goal.Objective(Figure figure)
                when figure != Figure.P50 ->
                    limits.add("'" + goal.toText() + "': forecasts are of the median; strategies are ordered by it.");
                case Goal.Constraint constraint
                when isUnjudged(constraint.figure()) ->
                    limits.add("'" + goal.toText() + "' is not judged: forecasts are of the median and of memory.");
                case Goal.Constraint _, Goal.Objective _, Goal.KeepRaw _ -> {
                    // judged
                }
            }
        }
        return List.copyOf(limits);
    }

    private static boolean isUnjudged(Figure figure) {
        return switch (figure) {
            case P95, P99, MEAN, BYTES -> true;
            case P50, DROP, ACCURACY, MEMORY -> false;
        };
    }
}
