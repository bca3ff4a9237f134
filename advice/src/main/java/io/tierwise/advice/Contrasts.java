package io.tierwise.advice;

import io.tierwise.stats.AnytimeShift;
import io.tierwise.stats.Friedman;
import io.tierwise.stats.Interval;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Verdict;
import io.tierwise.study.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/// Compares the times of strategies in the rounds that both ran in.
///
/// The unit of chance is the round: sessions are opened anew for it, and two openings of one model
/// differ more than a round's trials show. A round gives one value a pair: the median over its samples
/// of the logarithm of the ratio of times, or, where the goals make a mean or a tail small, the
/// logarithm of the ratio of that figure. What is said of a pair holds at every look, so it may decide
/// whether a next round is run, and for all strategies that could be chosen at once (Bonferroni).
final class Contrasts {
    private static final double LEVEL = 0.05;
    private static final int FEWEST_ROUNDS = 3;

    private final List<Figures> all;
    private final Figure figure;
    private final double worth;
    private final int comparisons;
    private final Map<Pair, Optional<Standing.Contrast>> contrasts = new HashMap<>();

    private record Pair(String strategy, String reference) {}

    /// @param figure the time that is compared
    /// @param worth the smallest ratio that matters
    /// @param comparisons that share the chance of being wrong, at least 1
    Contrasts(List<Figures> all, Figure figure, double worth, int comparisons) {
        this.all = List.copyOf(all);
        this.figure = figure;
        this.worth = worth;
        this.comparisons = comparisons;
    }

    /// A strategy against a reference; empty for the reference itself and for those that ran in no
    /// round together.
    Optional<Standing.Contrast> of(Figures strategy, Figures reference) {
        var pair = new Pair(strategy.name(), reference.name());
        Optional<Standing.Contrast> known = contrasts.get(pair);
        if (known == null) {
            known = pair.strategy().equals(pair.reference()) ? Optional.empty() : contrast(strategy, reference);
            contrasts.put(pair, known);
        }
        return known;
    }

    private Optional<Standing.Contrast> contrast(Figures strategy, Figures reference) {
        double[] logRatios = logRatios(strategy, reference);
        if (logRatios.length == 0) {
            return Optional.empty();
        }
        Interval logs = AnytimeShift.interval(logRatios, 1 - LEVEL / comparisons);
        return Optional.of(new Standing.Contrast(
                Math.exp(Quantiles.median(logRatios)),
                Math.exp(logs.low()),
                Math.exp(logs.high()),
                Quantiles.median(differences(strategy, reference)) / 1e6,
                Math.min(1, comparisons * AnytimeShift.p(logRatios)),
                logRatios.length,
                verdict(strategy, reference)));
    }

    /// What the interval says, without looking for its ends.
    Verdict verdict(Figures strategy, Figures reference) {
        double[] logRatios = logRatios(strategy, reference);
        if (strategy.name().equals(reference.name()) || logRatios.length == 0) {
            return Verdict.UNDECIDED;
        }
        double matters = Math.log1p(worth);
        double[] negated = Arrays.stream(logRatios).map(value -> -value).toArray();
        if (isAbove(logRatios, -matters) && isAbove(negated, -matters)) {
            return Verdict.EQUIVALENT;
        }
        return isAbove(negated, 0) ? Verdict.FASTER : isAbove(logRatios, 0) ? Verdict.SLOWER : Verdict.UNDECIDED;
    }

    /// Whether a strategy is beyond doubt not better than the reference by more than worth: a claim of
    /// one side only, so one end of an interval may take all of the chance of being wrong.
    boolean isNoBetter(Figures strategy, Figures reference) {
        double[] logRatios = logRatios(strategy, reference);
        return logRatios.length > 0 && isAbove(logRatios, -Math.log1p(worth), 2 * level());
    }

    /// Whether a strategy takes less than so many nanoseconds, beyond doubt.
    boolean isBelow(Figures strategy, double nanos) {
        return isAbove(negatedLogs(strategy), -Math.log(nanos));
    }

    /// The most time in nanoseconds that a strategy certainly needs at its centre; empty while that is
    /// unknown.
    OptionalDouble mostNanos(Figures strategy) {
        OptionalDouble least = AnytimeShift.lower(negatedLogs(strategy), level());
        return least.isEmpty() ? least : OptionalDouble.of(Math.exp(-least.getAsDouble()));
    }

    /// The interval always holds the median, so an end lies beyond a bound only if the median does.
    private boolean isAbove(double[] values, double bound) {
        return isAbove(values, bound, level());
    }

    private static boolean isAbove(double[] values, double bound, double level) {
        return Quantiles.median(values) > bound && AnytimeShift.logEvidence(values, bound) >= -Math.log(level);
    }

    /// Of one end of an interval.
    private double level() {
        return LEVEL / 2 / comparisons;
    }

    private double[] negatedLogs(Figures strategy) {
        return strategy.byRound().values().stream()
                .mapToDouble(trials -> -Math.log(Figures.nanos(figure, Figures.totals(trials))))
                .toArray();
    }

    /// One value a round that both ran in.
    double[] logRatios(Figures strategy, Figures reference) {
        return shared(List.of(strategy, reference)).stream()
                .mapToDouble(round -> {
                    if (figure != Figure.P50) {
                        return Math.log(strategy.nanos(figure, round)) - Math.log(reference.nanos(figure, round));
                    }
                    return median(pairs(strategy, reference, round).stream()
                            .map(pair -> Math.log(pair[0]) - Math.log(pair[1]))
                            .toList());
                })
                .filter(Double::isFinite)
                .toArray();
    }

    private double[] differences(Figures strategy, Figures reference) {
        return shared(List.of(strategy, reference)).stream()
                .mapToDouble(round -> figure == Figure.P50
                        ? median(pairs(strategy, reference, round).stream()
                                .map(pair -> pair[0] - pair[1])
                                .toList())
                        : strategy.nanos(figure, round) - reference.nanos(figure, round))
                .filter(Double::isFinite)
                .toArray();
    }

    /// Times of both on each sample of the round that both answered.
    private static List<double[]> pairs(Figures strategy, Figures reference, int round) {
        Map<String, Double> others = reference.medianBySample(round);
        List<double[]> pairs = new ArrayList<>();
        strategy.medianBySample(round).forEach((sample, nanos) -> {
            Double other = others.get(sample);
            if (other != null) {
                pairs.add(new double[] {nanos, other});
            }
        });
        return pairs;
    }

    private static double median(List<Double> values) {
        return values.isEmpty()
                ? Double.NaN
                : Quantiles.median(
                        values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// Whether the strategies differ at all; empty below three strategies or three rounds that all ran in.
    Optional<Advice.FriedmanSummary> friedman() {
        if (all.size() < 3) {
            return Optional.empty();
        }
        List<Integer> shared = shared(all);
        if (shared.size() < FEWEST_ROUNDS) {
            return Optional.empty();
        }
        double[][] blocks = shared.stream()
                .map(round -> all.stream()
                        .mapToDouble(figures -> figures.nanos(Figure.P50, round))
                        .toArray())
                .toArray(double[][]::new);
        Friedman test = Friedman.test(blocks);
        return Optional.of(new Advice.FriedmanSummary(all.size(), shared.size(), test.statistic(), test.p()));
    }

    private static List<Integer> shared(List<Figures> all) {
        var shared = new TreeSet<>(all.getFirst().byRound().keySet());
        all.forEach(figures -> shared.retainAll(figures.byRound().keySet()));
        return List.copyOf(shared);
    }
}
