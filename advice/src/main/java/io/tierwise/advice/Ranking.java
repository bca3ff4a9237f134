package io.tierwise.advice;

import io.tierwise.study.Figure;
import io.tierwise.study.Goal;
import io.tierwise.study.Outcome;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that a decision rests on.
///
/// @param study what was found
/// @param all strategies with a latency, in the order of the plan
/// @param order the choice first, then the others as they would be chosen: feasible ones by the
///     objective, then misses by how much
/// @param misses what each strategy misses, by its name
/// @param objective what is made small
/// @param contrasts of the objective's time, or of the median where it is none
/// @param comparisons that share the chance of being wrong: those that could be chosen, less the best
record Ranking(
        StudyRecord study,
        List<Figures> all,
        List<Figures> order,
        Map<String, List<Feasibility.Miss>> misses,
        Objective objective,
        Contrasts contrasts,
        int comparisons) {

    static Ranking of(StudyRecord study, List<Goal> goals, double worth) {
        List<Figures> all = Figures.of(study);
        var feasibility = new Feasibility(goals, study);
        Figure figure = feasibility.objective();
        long contenders = study.strategies().stream()
                .filter(strategy -> !(strategy.outcome() instanceof Outcome.Failed)
                        && feasibility.lasting(strategy).isEmpty())
                .count();
        int comparisons = (int) Math.max(1, contenders - 1);
        var contrasts = new Contrasts(all, figure.isTime() ? figure : Figure.P50, worth, comparisons);
        var objective = new Objective(feasibility, study, contrasts, worth);
        Map<String, List<Feasibility.Miss>> misses = new LinkedHashMap<>();
        study.strategies().forEach(strategy -> misses.put(strategy.name(), feasibility.lasting(strategy)));
        all.forEach(figures -> misses.put(figures.name(), feasibility.misses(figures)));
        List<Figures> order = new ArrayList<>(all);
        order.sort(Comparator.<Figures>comparingDouble(figures -> excess(misses, figures))
                .thenComparing(objective.order()));
        List<Figures> feasible =
                order.stream().filter(figures -> isFeasible(misses, figures)).toList();
        if (!feasible.isEmpty()) {
            Figures chosen = chosen(feasible, objective);
            order.remove(chosen);
            order.addFirst(chosen);
        }
        return new Ranking(study, all, List.copyOf(order), misses, objective, contrasts, comparisons);
    }

    private static double excess(Map<String, List<Feasibility.Miss>> misses, Figures figures) {
        return misses.getOrDefault(figures.name(), List.of()).stream()
                .mapToDouble(Feasibility.Miss::excess)
                .sum();
    }

    private static boolean isFeasible(Map<String, List<Feasibility.Miss>> misses, Figures figures) {
        return misses.getOrDefault(figures.name(), List.of()).isEmpty();
    }

    /// Of the best and its equals the preferred one that nothing beats: being equal is not transitive,
    /// so an equal of the best may be beaten by another equal.
    private static Figures chosen(List<Figures> feasible, Objective objective) {
        Figures best = unbeaten(feasible, objective);
        return feasible.stream()
                .filter(figures ->
                        figures.name().equals(best.name()) || objective.relation(figures, best) == Relation.EQUAL)
                .sorted(objective.preference())
                .filter(candidate -> rivals(candidate, feasible, objective).isEmpty())
                .findFirst()
                .orElse(best);
    }

    /// The first by its figure, unless others beat it pair by pair; stops where they beat each other in
    /// a circle.
    private static Figures unbeaten(List<Figures> feasible, Objective objective) {
        Figures best = feasible.getFirst();
        Set<String> beaten = new HashSet<>();
        List<Figures> rivals = rivals(best, feasible, objective);
        while (!rivals.isEmpty() && beaten.add(best.name())) {
            best = rivals.getFirst();
            rivals = rivals(best, feasible, objective);
        }
        return best;
    }

    private static List<Figures> rivals(Figures candidate, List<Figures> feasible, Objective objective) {
        return feasible.stream()
                .filter(other -> objective.relation(other, candidate) == Relation.BETTER)
                .toList();
    }

    Figures first() {
        return order.getFirst();
    }

    boolean isFirst(Figures figures) {
        return figures.name().equals(first().name());
    }

    /// The first, and what keeps every goal and is equal to it.
    boolean isBest(Figures figures) {
        return isFirst(figures) || (isFeasible(figures) && relation(figures) == Relation.EQUAL);
    }

    boolean isFeasible(Figures figures) {
        return isFeasible(misses, figures);
    }

    List<Feasibility.Miss> missed(Figures figures) {
        return missed(figures.name());
    }

    /// The same of a strategy that may not have run: then only what no trial can change.
    List<Feasibility.Miss> missed(String strategy) {
        return misses.getOrDefault(strategy, List.of());
    }

    /// How a strategy relates to the first.
    Relation relation(Figures figures) {
        return objective.relation(figures, first());
    }

    /// A strategy's time against the first's; empty for the first, and where they share too few samples.
    Optional<Standing.Contrast> contrast(Figures figures) {
        return contrasts.of(figures, first());
    }

    /// Those besides the first that keep every goal and relate so to it.
    List<String> feasible(Set<Relation> relations) {
        return order.stream()
                .filter(figures -> !isFirst(figures) && isFeasible(figures) && relations.contains(relation(figures)))
                .map(Figures::name)
                .toList();
    }

    /// Whether the rounds do not tell the first from others that keep every goal, or tell that one of
    /// them beats it.
    List<String> open() {
        return feasible(Set.of(Relation.UNDECIDED, Relation.BETTER));
    }

    List<String> equalToFirst() {
        return feasible(Set.of(Relation.EQUAL));
    }
}
