package io.tierwise.advice;

import io.tierwise.stats.Bootstrap;
import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Resampling;
import io.tierwise.study.Accuracy;
import io.tierwise.study.Observation;
import io.tierwise.study.StrategyRecord;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The confirmed figures of a strategy: from the confirmation half alone.
final class Headlines {
    private Headlines() {}

    /// Empty while the strategy has not been confirmed.
    static Optional<Headline> of(StudyRecord record, StrategyRecord strategy) {
        Map<Integer, Map<String, List<Double>>> byProcess = new TreeMap<>();
        for (Observation trial : record.observations()) {
            if (trial.purpose() == Observation.Purpose.CONFIRMATION
                    && trial.strategy().equals(strategy.name())) {
                byProcess
                        .computeIfAbsent(trial.round(), process -> new LinkedHashMap<>())
                        .computeIfAbsent(trial.sample(), sample -> new ArrayList<>())
                        .add(trial.totalNanos() / 1e6);
            }
        }
        if (byProcess.isEmpty()) {
            return Optional.empty();
        }
        double[][][] millis = byProcess.values().stream()
                .map(bySample -> bySample.values().stream()
                        .map(times ->
                                times.stream().mapToDouble(Double::doubleValue).toArray())
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
        return Optional.of(headline(strategy, millis, record));
    }

    private static Headline headline(StrategyRecord strategy, double[][][] millis, StudyRecord record) {
        double[] all = flatten(millis);
        double[] medians = Arrays.stream(millis)
                .mapToDouble(process -> Quantiles.median(flatten(new double[][][] {process})))
                .sorted()
                .toArray();
        var interval = Bootstrap.ofHierarchy(
                        millis, processes -> Quantiles.median(flatten(processes)), Resampling.seeded(record.seed()))
                .interval();
        Optional<Accuracy> accuracy = strategy.accuracy();
        double value = accuracy.map(Accuracy::confirmation).orElse(Double.NaN);
        return new Headline(
                strategy.name(),
                record.hasFreshProcesses(strategy),
                millis.length,
                all.length,
                Quantiles.median(all),
                interval.low(),
                interval.high(),
                Quantiles.quantile(all, 0.95, Quantiles.Definition.LINEAR),
                medians[0],
                medians[medians.length - 1],
                value,
                accuracy.map(Accuracy::confirmationLow).orElse(Double.NaN),
                accuracy.map(Accuracy::confirmationHigh).orElse(Double.NaN),
                record.untouched(strategy).map(Accuracy::confirmation).orElse(Double.NaN) - value);
    }

    private static double[] flatten(double[][][] processes) {
        return Arrays.stream(processes)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }
}
