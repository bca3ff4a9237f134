package io.tierwise.advice;

import io.tierwise.study.Accuracy;
import io.tierwise.study.Outcome;
import io.tierwise.study.Phase;
import io.tierwise.study.StrategyRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Builds the table of all strategies from a ranking.
record Standings(Ranking ranking) {
    List<Standing> all() {
        List<Standing> standings = new ArrayList<>();
        Set<String> front = front();
        int position = 0;
        for (Figures figures : byRank()) {
            position++;
            int rank = ranking.isBest(figures) ? 1 : position;
            standings.add(standing(figures, rank, front.contains(figures.name())));
        }
        ranking.study().strategies().stream()
                .filter(strategy ->
                        standings.stream().noneMatch(s -> s.strategy().name().equals(strategy.name())))
                .map(this::absent)
                .forEach(standings::add);
        return standings;
    }

    /// The choice, its equals, then everything else by the objective.
    private List<Figures> byRank() {
        List<Figures> order = new ArrayList<>(ranking.order());
        order.sort(Comparator.<Figures>comparingInt(
                        figures -> ranking.isFirst(figures) ? 0 : ranking.isBest(figures) ? 1 : 2)
                .thenComparing(ranking.objective().order()));
        return order;
    }

    private Standing standing(Figures figures, int rank, boolean onFront) {
        return new Standing(
                figures.strategy(),
                rank,
                Optional.of(figures.latency()),
                drop(figures.strategy()),
                figures.medianBytes(),
                figures.dominating(),
                figures.phaseMillis(),
                ranking.contrast(figures),
                Reasons.verdict(figures, ranking),
                onFront,
                ranking.missed(figures).stream().map(Feasibility.Miss::text).toList(),
                Reasons.of(figures, ranking));
    }

    private Standing absent(StrategyRecord strategy) {
        boolean ran = strategy.outcome() instanceof Outcome.Completed;
        return new Standing(
                strategy,
                0,
                Optional.empty(),
                drop(strategy),
                0,
                Phase.RUN,
                Collections.nCopies(Phase.values().length, 0.0),
                Optional.empty(),
                ran ? Reasons.verdictOfAbsent(strategy, ranking) : "",
                false,
                ran
                        ? ranking.missed(strategy.name()).stream()
                                .map(Feasibility.Miss::text)
                                .toList()
                        : List.of(),
                Reasons.ofAbsent(strategy, ranking.study().stops()));
    }

    private Optional<Standing.AccuracyDrop> drop(StrategyRecord strategy) {
        return strategy.accuracy()
                .map(accuracy -> new Standing.AccuracyDrop(
                        accuracy.metric(),
                        accuracy.choice(),
                        accuracy.choiceLow(),
                        accuracy.choiceHigh(),
                        ranking.study()
                                .untouched(strategy)
                                .map(whole -> whole.choice() - accuracy.choice())
                                .orElse(Double.NaN),
                        (double) accuracy.changed().size() / (accuracy.choiceCount() + accuracy.confirmationCount())));
    }

    /// Strategies that no other beats in both median latency and accuracy; none whose accuracy is unknown.
    private Set<String> front() {
        Set<String> front = new HashSet<>();
        List<Figures> byLatency = new ArrayList<>(ranking.all());
        byLatency.removeIf(figures -> figures.strategy().accuracy().isEmpty());
        byLatency.sort(Comparator.<Figures>comparingDouble(figures -> figures.quantileNanos(0.5))
                .thenComparingDouble(figures -> -accuracy(figures)));
        double bestAccuracy = Double.NEGATIVE_INFINITY;
        for (Figures figures : byLatency) {
            if (accuracy(figures) > bestAccuracy) {
                front.add(figures.name());
                bestAccuracy = accuracy(figures);
            }
        }
        return front;
    }

    private static double accuracy(Figures figures) {
        return figures.strategy().accuracy().map(Accuracy::choice).orElseThrow();
    }
}
