package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Standing;
import io.tierwise.advice.Standing.Percentile;
import io.tierwise.study.Observation;
import io.tierwise.study.Phase;
import io.tierwise.study.StudyRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `observations.csv` and `strategies.csv`: the study for spreadsheets and data frames, every digit
/// kept.
///
/// Latencies of observations are whole nanoseconds, those of strategies milliseconds; shares are in [0,
/// 1]; what was not taken is empty.
final class Tables {
    private Tables() {}

    /// One row a trial: `strategy, purpose, round, index, sample, total_nanos`, each phase as
    /// `<phase>_nanos`, `bytes, cpu_nanos, throttled_nanos, prediction`.
    static String observations(StudyRecord study) {
        List<Object> header =
                new ArrayList<>(List.of("strategy", "purpose", "round", "index", "sample", "total_nanos"));
        for (Phase phase : Phase.values()) {
            header.add(Words.phase(phase) + "_nanos");
        }
        header.addAll(List.of("bytes", "cpu_nanos", "throttled_nanos", "prediction"));
        Csv csv = new Csv().row(header);
        study.observations().forEach(observation -> csv.row(row(observation)));
        return csv.text();
    }

    private static List<Object> row(Observation observation) {
        List<Object> row = new ArrayList<>(List.of(
                observation.strategy(),
                observation.purpose().name().toLowerCase(Locale.ROOT),
                observation.round(),
                observation.index(),
                observation.sample(),
                observation.totalNanos()));
        for (Phase phase : Phase.values()) {
            row.add(observation.phases().nanos(phase));
        }
        row.addAll(List.of(
                observation.bytes(), observation.cpuNanos(), observation.throttledNanos(), observation.prediction()));
        return row;
    }

    /// One row a strategy in the order of the answer; see the header for the columns.
    static String strategies(Advice advice) {
        List<Object> header = new ArrayList<>(List.of("strategy", "asked", "rank", "tiers", "samples", "trials"));
        for (String name : List.of("p50", "p95", "p99")) {
            header.addAll(List.of(name + "_millis", name + "_low_millis", name + "_high_millis", name + "_needed"));
        }
        header.addAll(List.of("mean_millis", "ratio_to_best", "ratio_low", "ratio_high", "p_holm", "verdict"));
        header.addAll(List.of("metric", "accuracy", "accuracy_low", "accuracy_high", "drop", "changed"));
        header.addAll(List.of("bytes_per_trial", "peak_memory_bytes", "dominating"));
        for (Phase phase : Phase.values()) {
            header.add(Words.phase(phase) + "_millis");
        }
        header.addAll(List.of("on_front", "misses", "failure", "reason"));
        Csv csv = new Csv().row(header);
        advice.standings().forEach(standing -> csv.row(row(standing)));
        return csv.text();
    }

    private static List<Object> row(Standing standing) {
        List<Object> row = new ArrayList<>(List.of(
                standing.strategy().name(),
                standing.strategy().asked(),
                standing.rank(),
                String.join("+", standing.strategy().tiers())));
        row.addAll(latency(standing));
        row.addAll(standing.againstBest()
                .map(c -> List.<Object>of(c.ratio(), c.low(), c.high(), c.p()))
                .orElse(empty(4)));
        row.add(standing.verdict());
        row.addAll(standing.accuracy()
                .map(a -> List.<Object>of(a.metric(), a.value(), a.low(), a.high(), a.drop(), a.changed()))
                .orElse(empty(6)));
        boolean ran = standing.latency().isPresent();
        row.add(ran ? standing.bytesPerTrial() : "");
        long memory = standing.strategy().peakMemoryBytes();
        row.add(memory < 0 ? "" : memory);
        row.add(ran ? Words.phase(standing.dominating()) : "");
        Map<Phase, Double> millis = PhaseMillis.of(standing);
        for (Phase phase : Phase.values()) {
            row.add(millis.getOrDefault(phase, Double.NaN));
        }
        row.add(standing.onFront());
        row.add(String.join("; ", standing.misses()));
        row.add(Words.failure(standing.strategy()).orElse(""));
        row.add(standing.reason());
        return row;
    }

    private static List<Object> latency(Standing standing) {
        return standing.latency()
                .map(latency -> {
                    List<Object> cells = new ArrayList<>(List.of(latency.samples(), latency.trials()));
                    for (Percentile percentile : List.of(latency.p50(), latency.p95(), latency.p99())) {
                        cells.addAll(
                                List.of(percentile.millis(), percentile.low(), percentile.high(), percentile.needed()));
                    }
                    cells.add(latency.meanMillis());
                    return cells;
                })
                .orElse(empty(15));
    }

    private static List<Object> empty(int cells) {
        return Collections.nCopies(cells, "");
    }
}
