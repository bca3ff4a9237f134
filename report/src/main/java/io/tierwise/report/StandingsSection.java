package io.tierwise.report;

import io.tierwise.advice.Advice;
import io.tierwise.advice.Standing;
import io.tierwise.advice.Standing.Percentile;
import java.util.List;

/// The table of standings: every strategy with a latency, equals sharing a rank.
///
/// @param friedman whether the strategies differ at all, in words; may be empty
record StandingsSection(List<Row> rows, String metric, String friedman) {

    /// A figure with what supports it below.
    record Cell(String value, String support) {}

    /// One strategy; `kind` says how it stands out.
    record Row(
            String kind,
            String rank,
            String strategy,
            String asked,
            String reason,
            boolean missing,
            Cell p50,
            Cell p95,
            Cell p99,
            Cell ratio,
            Cell accuracy,
            Cell drop,
            String bytes,
            String memory,
            Cell dominating) {}

    static StandingsSection of(Advice advice) {
        List<Row> rows = advice.standings().stream()
                .filter(standing -> standing.latency().isPresent())
                .map(standing -> row(standing, advice))
                .toList();
        String metric = advice.standings().stream()
                .flatMap(standing -> standing.accuracy().stream())
                .map(Standing.AccuracyDrop::metric)
                .findFirst()
                .orElse("accuracy");
        return new StandingsSection(
                rows, metric, advice.friedman().map(StandingsSection::friedman).orElse(""));
    }

    private static String friedman(Advice.FriedmanSummary summary) {
        return "Friedman test over " + Digits.count(summary.strategies()) + " strategies and "
                + Digits.count(summary.rounds()) + " rounds: statistic " + Digits.bare(summary.statistic()) + ", "
                + Digits.probability(summary.p()) + ".";
    }

    private static Row row(Standing standing, Advice advice) {
        Standing.Latency latency = standing.latency().orElseThrow();
        return new Row(
                kind(standing, advice),
                Words.rank(standing, advice),
                standing.strategy().name(),
                standing.strategy().asked().equals(standing.strategy().name())
                        ? ""
                        : standing.strategy().asked(),
                standing.reason(),
                !standing.misses().isEmpty(),
                cell(latency.p50()),
                cell(latency.p95()),
                cell(latency.p99()),
                ratio(standing, advice),
                standing.accuracy()
                        .map(a -> new Cell(Digits.share(a.value()), Digits.shareInterval(a.low(), a.high())))
                        .orElse(new Cell("-", "not taken")),
                standing.accuracy()
                        .map(a -> new Cell(Digits.points(a.drop()), Digits.share(a.changed()) + " changed"))
                        .orElse(new Cell("-", "")),
                Digits.bytes(standing.bytesPerTrial()),
                Digits.bytes(standing.strategy().peakMemoryBytes()),
                dominating(standing));
    }

    /// How a strategy stands out: `best`, `equal`, `front`, `misses` or `plain`.
    static String kind(Standing standing, Advice advice) {
        String name = standing.strategy().name();
        if (name.equals(Words.subject(advice.decision()))) {
            return "best";
        }
        if (Words.peers(advice.decision()).contains(name)) {
            return "equal";
        }
        return !standing.misses().isEmpty() ? "misses" : standing.onFront() ? "front" : "plain";
    }

    private static Cell cell(Percentile percentile) {
        return new Cell(Digits.bare(percentile.millis()), Digits.support(percentile));
    }

    private static Cell ratio(Standing standing, Advice advice) {
        String certainty = standing.againstBest()
                .map(c -> Digits.ratioInterval(c.low(), c.high()) + ", " + Digits.probability(c.p()) + ": ")
                .orElse("");
        return new Cell(Words.ratioToBest(standing, advice), certainty + standing.verdict());
    }

    private static Cell dominating(Standing standing) {
        double millis = PhaseMillis.of(standing).getOrDefault(standing.dominating(), Double.NaN);
        return new Cell(Words.phase(standing.dominating()), Digits.millis(millis));
    }
}
