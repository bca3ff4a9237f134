package io.tierwise.report;

import io.tierwise.study.Observation;
import io.tierwise.study.Observation.Purpose;
import io.tierwise.study.StudyRecord;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How the latency of one strategy's comparison trials spreads, in milliseconds: percentiles after Hyndman and Fan's
/// type 7 (`quantile(x, type = 7)` in R).
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
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(
                sorted.length,
                quantile(sorted, 0.05),
                quantile(sorted, 0.25),
                quantile(sorted, 0.5),
                quantile(sorted, 0.75),
                quantile(sorted, 0.95));
    }

    private static double quantile(double[] sorted, double share) {
        double place = (sorted.length - 1) * share;
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
