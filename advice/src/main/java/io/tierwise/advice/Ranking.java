package io.tierwise.advice;

import io.tierwise.stats.Verdict;
import io.tierwise.study.Accuracy;
import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that a decision rests on.
///
/// @param all strategies with a latency, in the order of the plan
/// @param order the choice first, then the others as they would be chosen: feasible ones by the
///     objective, then misses by how much
/// @param misses what each strategy misses, by its name
/// @param contrasts every other strategy against the first of `order`, by its name
/// @param objective what is made small
/// @param untouched the untouched model's accuracy; empty if it was not taken
record Ranking(
        List<Figures> all,
        List<Figures> order,
        Map<String, List<Feasibility.Miss>> misses,
        Map<String, Standing.Contrast> contrasts,
        Figure objective,
        Optional<Accuracy> untouched) {

    static Ranking of(StudyRecord record, List<Goal> goals, double worth) {
        List<Figures> all = Figures.of(record);
        Optional<Accuracy> untouched = untouched(record);
        var feasibility = new Feasibility(goals, record.source(), untouched);
        Figure objective = feasibility.objective();
        Map<String, List<Feasibility.Miss>> misses = new HashMap<>();
        all.forEach(figures -> misses.put(figures.name(), feasibility.misses(figures)));
        List<Figures> order = new ArrayList<>(all);
        order.sort(Comparator.<Figures>comparingDouble(figures -> excess(misses, figures))
                .thenComparingDouble(
                        figures -> feasibility.value(objective, figures).orElse(Double.MAX_VALUE)));
        if (order.isEmpty()) {
            return new Ranking(all, order, misses, Map.of(), objective, untouched);
        }
        var contrasts = new Contrasts(worth, record.seed());
        Figures first = order.getFirst();
        if (isFeasible(misses, first) && objective.isTime()) {
            Figures chosen = preferred(order, misses, contrasts.against(first, order), feasibility);
            order.remove(chosen);
            order.addFirst(chosen);
        }
        return new Ranking(
                all, List.copyOf(order), misses, contrasts.against(order.getFirst(), all), objective, untouched);
    }

    /// The untouched model's accuracy: that of any strategy made of Identity alone.
    private static Optional<Accuracy> untouched(StudyRecord record) {
        return record.strategies().stream()
                .filter(strategy -> strategy.operators().equals("I"))
                .flatMap(strategy -> strategy.accuracy().stream())
                .findFirst();
    }

    private static double excess(Map<String, List<Feasibility.Miss>> misses, Figures figures) {
        return misses.getOrDefault(figures.name(), List.of()).stream()
                .mapToDouble(Feasibility.Miss::excess)
                .sum();
    }

    private static boolean isFeasible(Map<String, List<Feasibility.Miss>> misses, Figures figures) {
        return misses.getOrDefault(figures.name(), List.of()).isEmpty();
    }

    /// Of the fastest and its equals that keep every constraint, the most accurate, then the one that
    /// sends and holds least.
    private static Figures preferred(
            List<Figures> order,
            Map<String, List<Feasibility.Miss>> misses,
            Map<String, Standing.Contrast> againstFirst,
            Feasibility feasibility) {
        Figures first = order.getFirst();
        return order.stream()
                .filter(figures -> figures.name().equals(first.name())
                        || (isFeasible(misses, figures) && isEquivalent(againstFirst, figures)))
                .min(Comparator.<Figures>comparingDouble(figures ->
                                -feasibility.value(Figure.ACCURACY, figures).orElse(0))
                        .thenComparingLong(Figures::medianBytes)
                        .thenComparingLong(figures -> figures.strategy().peakMemoryBytes())
                        .thenComparingInt(figures -> figures.strategy().parts().size()))
                .orElse(first);
    }

    private static boolean isEquivalent(Map<String, Standing.Contrast> contrasts, Figures figures) {
        Standing.Contrast contrast = contrasts.get(figures.name());
        return contrast != null && contrast.verdict() == Verdict.EQUIVALENT;
    }

    boolean isFirst(Figures figures) {
        return figures.name().equals(order.getFirst().name());
    }

    /// The first, and what keeps every constraint and is equivalent to it.
    boolean isBest(Figures figures) {
        return isFirst(figures) || (isFeasible(figures) && isEquivalent(contrasts, figures));
    }

    boolean isFeasible(Figures figures) {
        return isFeasible(misses, figures);
    }

    /// The constraints that a strategy breaks, in words.
    List<String> missed(Figures figures) {
        return misses.getOrDefault(figures.name(), List.of()).stream()
                .map(Feasibility.Miss::text)
                .toList();
    }

    /// A strategy against the first.
    Optional<Standing.Contrast> contrast(Figures figures) {
        return Optional.ofNullable(contrasts.get(figures.name()));
    }

    /// The names of those that keep every constraint and compare so with the first.
    List<String> feasibleWith(Verdict verdict) {
        return order.stream()
                .filter(figures -> isFeasible(figures)
                        && contrast(figures).map(c -> c.verdict() == verdict).orElse(false))
                .map(Figures::name)
                .toList();
    }
}
