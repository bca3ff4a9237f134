package io.tierwise.advice;

import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Strategies that did not run and, as forecast, could beat the best of those that did.
///
/// One could where the lower end of its interval lies below the best's median by more than what matters. Of those
/// that do the same to the model on the same tiers only the fastest is named: where it is cut a node earlier or
/// later hardly matters.
///
/// @param leader the best that ran and keeps the goals; empty where none does
/// @param forecasts fastest first
record Prospects(Optional<Figures> leader, List<Forecast> forecasts) {

    Prospects {
        forecasts = List.copyOf(forecasts);
    }

    /// None where the goals make something else small than a time, or where nothing can be forecast.
    static Prospects of(StudyRecord study, List<Goal> goals, double worth) {
        Ranking ranking = Ranking.of(study, goals, worth);
        Optional<Figures> leader =
                ranking.order().stream().limit(1).filter(ranking::isFeasible).findFirst();
        if (!ranking.objective().figure().isTime()) {
            return new Prospects(leader, List.of());
        }
        double bound = leader.map(best -> best.nanos(Figure.P50) / (1 + worth)).orElse(Double.POSITIVE_INFINITY);
        Set<String> known =
                study.strategies().stream().map(strategy -> strategy.name()).collect(Collectors.toSet());
        Map<String, Forecast> best = new LinkedHashMap<>();
        Forecaster.ifAny(study, goals)
                .ifPresent(forecaster -> forecaster.all(forecaster.topology()).stream()
                        .filter(forecast -> !known.contains(forecast.strategy()) && forecast.lowNanos() < bound)
                        .forEach(forecast -> best.putIfAbsent(kind(forecast), forecast)));
        return new Prospects(leader, List.copyOf(best.values()));
    }

    private static String kind(Forecast forecast) {
        String strategy = forecast.strategy();
        return forecast.operators() + strategy.substring(strategy.lastIndexOf('@'));
    }
}
