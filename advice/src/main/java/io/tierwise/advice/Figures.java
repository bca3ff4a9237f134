package io.tierwise.advice;

import io.tierwise.stats.OrderStatisticInterval;
import io.tierwise.stats.Quantiles;
import io.tierwise.study.Figure;
import io.tierwise.study.Observation;
import io.tierwise.study.Phase;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the comparison's observations of one strategy say, reduced to the figures that goals and
/// readers ask for.
///
/// @param strategy whose
/// @param nanosBySample times of each sample's trials in nanoseconds, in the order of the trials
/// @param byRound the trials of each round, in order: one opening of its sessions each
/// @param observations of the comparison, in order
record Figures(
        StrategyRecord strategy,
        Map<String, List<Double>> nanosBySample,
        SortedMap<Integer, List<Observation>> byRound,
        List<Observation> observations) {
    private static final double CONFIDENCE = 0.95;

    /// The figures of every strategy that has observations, in the order of the plan.
    static List<Figures> of(StudyRecord record) {
        Map<String, List<Observation>> byStrategy = new LinkedHashMap<>();
        for (Observation trial : record.observations()) {
            if (trial.purpose() == Observation.Purpose.COMPARISON) {
                byStrategy
                        .computeIfAbsent(trial.strategy(), name -> new ArrayList<>())
                        .add(trial);
            }
        }
        List<Figures> all = new ArrayList<>();
        for (StrategyRecord strategy : record.strategies()) {
            List<Observation> trials = byStrategy.getOrDefault(strategy.name(), List.of());
            if (!trials.isEmpty()) {
                all.add(of(strategy, trials));
            }
        }
        return all;
    }

    private static Figures of(StrategyRecord strategy, List<Observation> trials) {
        Map<String, List<Double>> bySample = new LinkedHashMap<>();
        SortedMap<Integer, List<Observation>> byRound = new TreeMap<>();
        for (Observation trial : trials) {
            bySample.computeIfAbsent(trial.sample(), id -> new ArrayList<>()).add((double) trial.totalNanos());
            byRound.computeIfAbsent(trial.round(), round -> new ArrayList<>()).add(trial);
        }
        return new Figures(strategy, bySample, byRound, List.copyOf(trials));
    }

    String name() {
        return strategy.name();
    }

    double[] nanos() {
        return totals(observations);
    }

    static double[] totals(List<Observation> trials) {
        return trials.stream().mapToDouble(Observation::totalNanos).toArray();
    }

    /// The sample quantile in nanoseconds.
    double quantileNanos(double probability) {
        return Quantiles.quantile(nanos(), probability, Quantiles.Definition.LINEAR);
    }

    /// A figure that is a time, in nanoseconds.
    double nanos(Figure time) {
        return nanos(time, nanos());
    }

    /// The same of one round.
    double nanos(Figure time, int round) {
        return nanos(time, totals(byRound.getOrDefault(round, List.of())));
    }

    /// The same of any times, in their unit.
    static double nanos(Figure time, double[] times) {
        return time.probability().isPresent()
                ? Quantiles.quantile(times, time.probability().getAsDouble(), Quantiles.Definition.LINEAR)
                : Arrays.stream(times).average().orElseThrow();
    }

    /// Median nanoseconds of each sample in a round, in the order of the trials.
    Map<String, Double> medianBySample(int round) {
        Map<String, List<Observation>> bySample = new LinkedHashMap<>();
        byRound.getOrDefault(round, List.of())
                .forEach(trial -> bySample.computeIfAbsent(trial.sample(), id -> new ArrayList<>())
                        .add(trial));
        Map<String, Double> medians = new LinkedHashMap<>();
        bySample.forEach((sample, trials) -> medians.put(sample, Quantiles.median(totals(trials))));
        return medians;
    }

    /// A percentile whose samples are too few for an interval.
    ///
    /// @param needed samples an interval needs
    record Bare(int trials, int samples, int needed) {
        /// What it rests on, in words.
        String basis() {
            String count = trials == samples ? trials + " trials" : trials + " trials on " + samples + " samples";
            return "the sample percentile of " + count + "; an interval needs n >= " + needed;
        }
    }

    /// What a percentile rests on if it has no interval; empty if it has one, or is no percentile.
    Optional<Bare> bare(Figure figure) {
        if (figure.probability().isEmpty()) {
            return Optional.empty();
        }
        int needed = percentile(figure.probability().getAsDouble()).needed();
        return needed == 0
                ? Optional.empty()
                : Optional.of(new Bare(observations.size(), nanosBySample.size(), needed));
    }

    long medianBytes() {
        return Math.round(Quantiles.median(
                observations.stream().mapToDouble(Observation::bytes).toArray()));
    }

    Standing.Latency latency() {
        return new Standing.Latency(
                nanosBySample.size(),
                observations.size(),
                percentile(0.5),
                percentile(0.95),
                percentile(0.99),
                nanos(Figure.MEAN) / 1e6);
    }

    /// The interval takes one value a sample: repeated runs of one input are not independent.
    Standing.Percentile percentile(double probability) {
        double[] onePerSample =
                nanosBySample.values().stream().mapToDouble(List::getFirst).toArray();
        double millis = quantileNanos(probability) / 1e6;
        return OrderStatisticInterval.of(onePerSample, probability, CONFIDENCE)
                .map(found -> new Standing.Percentile(
                        millis, found.interval().low() / 1e6, found.interval().high() / 1e6, 0))
                .orElseGet(() -> new Standing.Percentile(
                        millis, Double.NaN, Double.NaN, OrderStatisticInterval.needed(probability, CONFIDENCE)));
    }

    /// Median milliseconds of each phase, in the order of [Phase].
    List<Double> phaseMillis() {
        return Arrays.stream(Phase.values()).map(this::millis).toList();
    }

    /// Median milliseconds of a phase.
    double millis(Phase phase) {
        return Quantiles.median(observations.stream()
                        .mapToDouble(trial -> trial.phases().nanos(phase))
                        .toArray())
                / 1e6;
    }

    /// The phase that takes most of the median time.
    Phase dominating() {
        return Arrays.stream(Phase.values())
                .max(Comparator.comparingDouble(this::millis))
                .orElseThrow();
    }
}
