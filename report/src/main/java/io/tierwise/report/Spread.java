package io.tierwise.report;

import io.tierwise.stats.Quantiles;
import io.tierwise.stats.Quantiles.Definition;
import io.tierwise.study.Observation;
import io.tierwise.study.Observation.Purpose;
import io.tierwise.study.StudyRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How the latency of one strategy's comparison trials spreads, in milliseconds: percentiles by
/// [Definition#LINEAR].
///
/// @param trials number of trials
record Spread(int trials, double p5, double p25, double p50, double p75, double p95) {

    /// The spread of every strategy that has comparison trials, by its name.
    static Map<String, Spread> byStrategy(StudyRecord study) {
        Map<String, List<Observation>> groups = study.observations().stream()
                .filter(observation -> observation.purpose() == Purpose.COMPARISON)
                .collect(Collectors.groupingBy(Observation::strategy, LinkedHashMap::new, Collectors.toList()));
        Map<String, Spread> spreads = new LinkedHashMap<>();
        groups.forEach((name, trials) -> spreads.put(
                name,
                of(trials.stream()
                        .mapToDouble(trial -> trial.totalNanos() / 1e6)
                        .toArray())));
        return spreads;
    }

    /// The spread of at least one value.
    static Spread of(double[] values) {
        return new Spread(
                values.length,
                quantile(values, 0.05),
                quantile(values, 0.25),
                quantile(values, 0.5),
                quantile(values, 0.75),
                quantile(values, 0.95));
    }

    private static double quantile(double[] values, double share) {
        return Quantiles.quantile(values, share, Definition.LINEAR);
    }
}
